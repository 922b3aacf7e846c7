import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, InputNumber, Select, Switch } from "antd";
import type { ObjectMeta } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import type { ChannelSettings, FormField } from "./channels.ts";
import { formable } from "./lead-fields.ts";

interface Props {
  lead: ObjectMeta;
  settings: ChannelSettings;
  onChange: (change: Partial<ChannelSettings>) => void;
}

/** A form's questions in order, its texts, and its guard against robots. */
export function FormDesign({ lead, settings, onChange }: Props) {
  const t = useWords();
  const text = useText();
  const fields = settings.fields ?? [];
  const all = formable(lead);
  const put = (next: FormField[]): void => onChange({ fields: next });
  const move = (index: number, step: 1 | -1): void => {
    const next = [...fields];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + step, 0, moved);
    put(next);
  };
  return (
    <>
      <section className="panel">
        <h2>{t("channels:questions")}</h2>
        {fields.map((field, index) => {
          const meta = lead.fields.find((each) => each.key === field.key);
          const label = meta ? text(meta.label) : field.key;
          return (
            <div className="drag-row" key={field.key}>
              <span>{label}</span>
              <Checkbox checked={field.required ?? false} onChange={(event) => put(fields.map((each, other) => (other === index ? { key: each.key, ...(event.target.checked ? { required: true } : {}) } : each)))}>{t("channels:required")}</Checkbox>
              <span>
                <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={`${label} ${t("records:move_up")}`} onClick={() => move(index, -1)} />
                <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={index === fields.length - 1} aria-label={`${label} ${t("records:move_down")}`} onClick={() => move(index, 1)} />
                <Button type="text" size="small" icon={<CloseOutlined />} aria-label={`${label} ${t("channels:remove_question")}`} onClick={() => put(fields.filter((_, other) => other !== index))} />
              </span>
            </div>
          );
        })}
        <Select<string> style={{ width: 220, marginTop: 8 }} value={null} aria-label={t("channels:add_question")} placeholder={t("channels:add_question")} showSearch={{ optionFilterProp: "label" }} options={all.filter((each) => !fields.some((field) => field.key === each.key)).map((each) => ({ value: each.key, label: text(each.label) }))} onChange={(key) => put([...fields, { key }])} />
      </section>
      <section className="panel">
        <h2>{t("channels:texts")}</h2>
        <div className="line">
          <label htmlFor="form-title">{t("channels:form_title")}</label><Input id="form-title" maxLength={100} value={settings.title ?? ""} onChange={(event) => onChange({ title: event.target.value })} />
          <label htmlFor="form-description">{t("channels:form_description")}</label><Input.TextArea id="form-description" maxLength={1_000} autoSize={{ minRows: 2 }} value={settings.description ?? ""} onChange={(event) => onChange({ description: event.target.value })} />
          <label htmlFor="form-button">{t("channels:form_button")}</label><Input id="form-button" maxLength={30} placeholder={t("channels:form_button_example")} value={settings.button ?? ""} onChange={(event) => onChange({ button: event.target.value })} />
          <label htmlFor="form-thanks">{t("channels:form_thanks")}</label><Input id="form-thanks" maxLength={500} placeholder={t("channels:form_thanks_example")} value={settings.thanks ?? ""} onChange={(event) => onChange({ thanks: event.target.value })} />
        </div>
      </section>
      <section className="panel">
        <h2>{t("channels:protection")}</h2>
        <div className="line">
          <span className="line-label">{t("channels:guard")}</span><div><Switch checked={settings.guard ?? false} aria-label={t("channels:guard")} onChange={(guard) => onChange({ guard })} /><p className="hint">{t("channels:guard_hint")}</p></div>
          <label htmlFor="form-rate">{t("channels:per_minute")}</label><InputNumber id="form-rate" min={1} max={10_000} placeholder="10" value={settings.per_minute ?? null} onChange={(next) => onChange({ per_minute: next ?? 10 })} />
          <span className="line-label">{t("channels:origins")}</span><div><Select mode="tags" open={false} suffixIcon={null} className="wide" placeholder="https://www.example.cn" value={settings.embed_origins ?? []} onChange={(embed_origins: string[]) => onChange({ embed_origins })} /><p className="hint">{t("channels:origins_hint")}</p></div>
        </div>
      </section>
    </>
  );
}
