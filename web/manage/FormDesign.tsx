import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, InputNumber, Segmented, Select, Switch } from "antd";
import { type ChangeEvent, useState } from "react";
import type { ObjectMeta } from "../api/objects.ts";
import { useLocale, useText, useWords } from "../words/words.ts";
import type { ChannelSettings, FormField } from "./channels.ts";
import { formable } from "./lead-fields.ts";
import { reworded, wordsIn } from "./wording.ts";

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
  const [language, setLanguage] = useState<"zh" | "en">(useLocale() === "en" ? "en" : "zh");
  const other = language === "zh" ? "en" : "zh";
  const words = (key: "title" | "description" | "button" | "thanks", most: number, example?: string) => ({
    id: `form-${key}`, maxLength: most, value: wordsIn(settings[key], language), placeholder: wordsIn(settings[key], other) || example,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange({ [key]: reworded(settings[key], language, event.target.value) }),
  });
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
        <header className="panel-head"><h2>{t("channels:questions")}</h2><Segmented<"zh" | "en"> size="small" value={language} aria-label={t("ledger:form_language")} options={[{ value: "zh", label: "中文" }, { value: "en", label: "English" }]} onChange={setLanguage} /></header>
        <p className="hint">{t("ledger:form_language_hint")}</p>
        {fields.map((field, index) => {
          const meta = lead.fields.find((each) => each.key === field.key);
          const label = meta ? text(meta.label) : field.key;
          const change = (next: Partial<FormField>): void => put(fields.map((each, at) => (at === index ? { ...each, ...next } : each)));
          const relabel = (said: string): void => {
            const { label: _, ...rest } = field;
            const next = reworded(field.label, language, said);
            put(fields.map((each, at) => (at === index ? { ...rest, ...(Object.keys(next).length > 0 ? { label: next } : {}) } : each)));
          };
          return (
            <div className="drag-row" key={field.key}>
              <Input className="question-label" maxLength={60} aria-label={`${label} ${t("ledger:form_label")}`} value={wordsIn(field.label, language)} placeholder={meta?.label[language] ?? field.key} onChange={(event) => relabel(event.target.value)} />
              <Checkbox checked={field.required ?? false} onChange={(event) => change({ required: event.target.checked })}>{t("channels:required")}</Checkbox>
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
          <label htmlFor="form-title">{t("channels:form_title")}</label><Input {...words("title", 100)} />
          <label htmlFor="form-description">{t("channels:form_description")}</label><Input.TextArea {...words("description", 1_000)} autoSize={{ minRows: 2 }} />
          <label htmlFor="form-button">{t("channels:form_button")}</label><Input {...words("button", 30, t("channels:form_button_example"))} />
          <label htmlFor="form-thanks">{t("channels:form_thanks")}</label><Input {...words("thanks", 500, t("channels:form_thanks_example"))} />
        </div>
      </section>
      <section className="panel">
        <h2>{t("channels:protection")}</h2>
        <div className="line">
          <span className="line-label">{t("channels:guard")}</span><div><Switch checked={settings.guard ?? false} aria-label={t("channels:guard")} onChange={(guard) => onChange({ guard })} /><p className="hint">{t("channels:guard_hint")}</p></div>
          <label htmlFor="form-rate">{t("channels:per_minute")}</label><InputNumber id="form-rate" min={1} max={10_000} placeholder="10" value={settings.per_minute ?? null} onChange={(next) => onChange({ per_minute: next ?? 10 })} />
          <span className="line-label">{t("channels:origins")}</span><div><Select mode="tags" open={false} suffixIcon={null} className="wide" aria-label={t("channels:origins")} placeholder="https://www.example.cn" value={settings.embed_origins ?? []} onChange={(embed_origins: string[]) => onChange({ embed_origins })} /><p className="hint">{t("channels:origins_hint")}</p></div>
        </div>
      </section>
    </>
  );
}
