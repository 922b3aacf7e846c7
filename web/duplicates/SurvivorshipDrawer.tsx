import { DeleteOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import type { OutputOf } from "../../apps/contract.ts";
import { useObject } from "../api/objects.ts";
import { run } from "../api/run.ts";
import { useText, useWords } from "../words/words.ts";
import { RulesDrawer } from "./RulesDrawer.tsx";

type Rules = OutputOf<"survivorship.get">["rules"];
type Rule = Rules["fields"][string];
const SINGLE = ["survivor", "newest", "oldest", "complete", "trusted"] as const;
const BY_TYPE: Record<string, readonly Rule[]> = {
  multi_choice: ["union"], text: ["append"], long_text: ["append"], datetime: ["earliest", "latest"], date: ["earliest", "latest"], boolean: ["either"],
};

/** Whose value a merge keeps where nobody chooses, field by field. */
export function SurvivorshipDrawer({ close }: { close: () => void }) {
  const t = useWords();
  return (
    <RulesDrawer<Rules> title={t("desks:survivorship")} text={t("desks:survivorship_text")} width={560} queryKey="survivorship" close={close} read={() => run("survivorship.get", {})} keep={(rules) => run("survivorship.set", rules)}>
      {(rules, setRules) => <Editor rules={rules} setRules={setRules} />}
    </RulesDrawer>
  );
}

function Editor({ rules, setRules }: { rules: Rules; setRules: (next: Rules) => void }) {
  const t = useWords();
  const text = useText();
  const object = useObject("lead");
  const fields = object?.fields ?? [];
  const named = Object.keys(rules.fields).flatMap((key) => fields.find((field) => field.key === key) ?? []);
  const option = (rule: Rule) => ({ value: rule, label: t(`desks:rule_${rule}`) });
  const setField = (key: string, rule: Rule | undefined): void => {
    const { [key]: _, ...rest } = rules.fields;
    setRules({ ...rules, fields: rule ? { ...rules.fields, [key]: rule } : rest });
  };
  const trusts = rules.default === "trusted" || Object.values(rules.fields).includes("trusted");
  return (
    <>
      <table className="rules-table"><tbody>
        {named.map((field) => (
          <tr key={field.key}>
            <td>{text(field.label)}</td>
            <td><Select style={{ width: "100%" }} value={rules.fields[field.key]} aria-label={text(field.label)} options={[...SINGLE, ...(BY_TYPE[field.type] ?? [])].map(option)} onChange={(rule: Rule) => setField(field.key, rule)} /></td>
            <td><Button type="text" size="small" icon={<DeleteOutlined />} title={t("desks:like_others")} aria-label={`${text(field.label)} ${t("desks:like_others")}`} onClick={() => setField(field.key, undefined)} /></td>
          </tr>
        ))}
        <tr><td>{t("desks:rule_default")}</td><td><Select style={{ width: "100%" }} value={rules.default} aria-label={t("desks:rule_default")} options={SINGLE.map(option)} onChange={(rule: (typeof SINGLE)[number]) => setRules({ ...rules, default: rule })} /></td><td /></tr>
      </tbody></table>
      <Select<string> value={null as unknown as string} placeholder={t("desks:add_field")} aria-label={t("desks:add_field")} showSearch={{ optionFilterProp: "label" }} options={fields.filter((field) => !field.readonly && !(field.key in rules.fields) && !["stage", "owner_id"].includes(field.key)).map((field) => ({ value: field.key, label: text(field.label) }))} onChange={(key) => setField(key, "newest")} />
      {trusts && (
        <label>{t("desks:trusted_sources")}
          <Select mode="tags" style={{ width: "100%" }} value={rules.trusted_sources} placeholder={t("desks:trusted_hint")} onChange={(sources: string[]) => setRules({ ...rules, trusted_sources: sources })} />
        </label>
      )}
    </>
  );
}
