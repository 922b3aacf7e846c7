import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from "antd";
import { FIELD_TYPES, type Choice, type FieldDef, type FieldType } from "../../core/language/types.ts";
import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useText, useWords } from "../words/words.ts";
import { freeKey, plain } from "./keys.ts";

interface Input_ {
  zh: string;
  en: string;
  type: FieldType;
  required?: boolean;
  unique?: boolean;
  indexed?: boolean;
  target?: string;
  scale?: number;
  prefix?: string;
  aliases?: string[];
  choices?: { value?: string; zh: string; en?: string }[];
}

interface Props {
  object: ObjectMeta;
  objects: ObjectMeta[];
  field: FieldMeta | undefined;
  onClose: () => void;
  onPlan: (field: Omit<FieldDef, "internal">) => void;
}

/** Adds a field or changes one; its type stays what it was. */
export function FieldDrawer({ object, objects, field, onClose, onPlan }: Props) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const [form] = Form.useForm<Input_>();
  const type = Form.useWatch("type", form) ?? field?.type ?? "text";
  const choosing = type === "choice" || type === "multi_choice";
  const finish = (input: Input_): void => {
    const before = field ? plain(field) : { key: freeKey(input.en || "field", object.fields.map((each) => each.key)) };
    const old = new Map((field?.choices ?? []).map((each) => [each.value, each]));
    const choices = (input.choices ?? []).map(({ value, zh, en }, index): Choice => ({ ...old.get(value ?? ""), value: value ?? freeKey(en || `option_${index + 1}`, [...old.keys(), ...(input.choices ?? []).slice(0, index).map((each) => each.value ?? "")]), label: { zh, en: en || zh } }));
    // A choice that records still carry is retired, never taken from them.
    const gone = [...old.values()].filter((each) => !choices.some((choice) => choice.value === each.value)).map((each) => ({ ...each, retired: true }));
    onPlan({
      ...before, type: input.type ?? type, label: { zh: input.zh, en: input.en || input.zh }, required: input.required ?? false, unique: input.unique ?? false, indexed: input.indexed ?? false,
      ...(input.aliases ? { aliases: input.aliases } : {}), ...(choosing ? { choices: [...choices, ...gone] } : {}), ...(input.target ? { target: input.target } : {}), ...(typeof input.scale === "number" ? { scale: input.scale } : {}), ...(input.prefix ? { prefix: input.prefix } : {}),
    });
  };
  const rules = [{ required: true, whitespace: true, message: t("auth:required") }];
  const system = field?.readonly === true;
  return (
    <Drawer open title={field ? text(field.label) : t("design:add_field")} size={phone ? "100%" : 460} onClose={onClose} extra={!system && <Button type="primary" onClick={() => form.submit()}>{t("design:next")}</Button>}>
      {system && <p className="says">{t("design:by_system_hint")}</p>}
      <Form<Input_>
        form={form} layout="vertical" requiredMark={false} disabled={system} onFinish={finish}
        initialValues={field ? { ...field, zh: field.label.zh, en: field.label.en, choices: (field.choices ?? []).filter((each) => !each.retired).map((each) => ({ value: each.value, zh: each.label.zh, en: each.label.en })) } : { type: "text" }}
      >
        <div className="fields-2">
          <Form.Item name="zh" label={t("design:name_zh")} rules={rules}><Input autoFocus={!field} /></Form.Item>
          <Form.Item name="en" label={t("design:name_en")} rules={rules} extra={field ? undefined : t("design:key_from_name")}><Input /></Form.Item>
        </div>
        <Form.Item name="type" label={t("design:type")} extra={field ? t("design:type_fixed") : t(`design:type_${type}_hint`)}><Select disabled={field !== undefined} showSearch={{ optionFilterProp: "label" }} options={FIELD_TYPES.filter((each) => field || each !== "json").map((each) => ({ value: each, label: t(`design:type_${each}`) }))} /></Form.Item>
        {type === "link" && <Form.Item name="target" label={t("design:link_to")} rules={[{ required: true, message: t("auth:required") }]}><Select disabled={field !== undefined} options={objects.filter((each) => !each.retired).map((each) => ({ value: each.key, label: text(each.label) }))} /></Form.Item>}
        {(type === "number" || type === "money" || type === "percent") && <Form.Item name="scale" label={t("design:scale")}><InputNumber min={0} max={8} placeholder="2" disabled={field !== undefined} /></Form.Item>}
        {type === "auto_number" && <Form.Item name="prefix" label={t("design:prefix")}><Input placeholder="C-" disabled={field !== undefined} /></Form.Item>}
        {choosing && (
          <Form.Item label={t("design:choices")} extra={field ? t("design:choices_hint") : undefined}>
            <Form.List name="choices">
              {(rows, { add, remove }) => (
                <div className="stack" style={{ gap: 6 }}>
                  {rows.map((row) => (
                    <div key={row.key} style={{ display: "grid", gridTemplateColumns: "1fr 1fr auto", gap: 6 }}>
                      <Form.Item noStyle name={[row.name, "zh"]} rules={rules}><Input placeholder={t("design:name_zh")} /></Form.Item>
                      <Form.Item noStyle name={[row.name, "en"]}><Input placeholder={t("design:name_en")} /></Form.Item>
                      <Button type="text" icon={<CloseOutlined />} aria-label={t("design:remove_choice")} onClick={() => remove(row.name)} />
                    </div>
                  ))}
                  <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => add({ zh: "", en: "" })}>{t("design:add_choice")}</Button></div>
                </div>
              )}
            </Form.List>
          </Form.Item>
        )}
        <Form.Item name="required" valuePropName="checked"><Checkbox>{t("design:required_hint")}</Checkbox></Form.Item>
        {!field && <Form.Item name="unique" valuePropName="checked"><Checkbox>{t("design:unique_hint")}</Checkbox></Form.Item>}
        <Form.Item name="indexed" valuePropName="checked"><Checkbox disabled={field?.indexed === true}>{t("design:indexed_hint")}</Checkbox></Form.Item>
        <Form.Item name="aliases" label={t("design:aliases")} extra={t("design:aliases_hint")}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", "，", "、"]} /></Form.Item>
        {field && <p className="hint">{t("design:key")} <code>{field.key}</code></p>}
      </Form>
    </Drawer>
  );
}
