import { CloseOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import type { ObjectMeta } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import { capturable } from "./lead-fields.ts";

interface Props {
  lead: ObjectMeta;
  defaults: Record<string, string>;
  onChange: (defaults: Record<string, string>) => void;
}

/** Values for lead fields that the sender leaves empty, e.g. the source. */
export function Defaults({ lead, defaults, onChange }: Props) {
  const t = useWords();
  const text = useText();
  const fields = capturable(lead);
  const put = (key: string, value: string | undefined): void => {
    const next = { ...defaults };
    if (value === undefined) delete next[key];
    else next[key] = value;
    onChange(next);
  };
  return (
    <section className="panel">
      <h2>{t("channels:defaults")}<small>{t("channels:defaults_hint")}</small></h2>
      <div className="stack" style={{ gap: 6 }}>
        {Object.entries(defaults).map(([key, value]) => {
          const field = fields.find((each) => each.key === key);
          return (
            <div className="row" key={key}>
              <span style={{ width: 120 }}>{field ? text(field.label) : key}</span>
              {field?.choices ? <Select style={{ width: 240 }} value={value} options={field.choices.filter((each) => !each.retired).map((each) => ({ value: each.value, label: text(each.label) }))} onChange={(next) => put(key, next)} /> : <Input style={{ width: 240 }} value={value} aria-label={field ? text(field.label) : key} onChange={(event) => put(key, event.target.value)} />}
              <Button type="text" icon={<CloseOutlined />} aria-label={t("channels:remove_default")} onClick={() => put(key, undefined)} />
            </div>
          );
        })}
        <Select<string> style={{ width: 200 }} value={null} aria-label={t("channels:add_default")} placeholder={t("channels:add_default")} showSearch={{ optionFilterProp: "label" }} options={fields.filter((field) => defaults[field.key] === undefined).map((field) => ({ value: field.key, label: text(field.label) }))} onChange={(key) => put(key, "")} />
      </div>
    </section>
  );
}
