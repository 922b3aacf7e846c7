import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Select } from "antd";
import { useState } from "react";
import type { OutputOf } from "../../apps/contract.ts";
import { useObject } from "../api/objects.ts";
import { run } from "../api/run.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Problem } from "../ui/Problem.tsx";
import { tell, tellProblem } from "../ui/toast.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useText, useWords } from "../words/words.ts";

type Rules = OutputOf<"survivorship.get">["rules"];
type Rule = Rules["fields"][string];
const SINGLE = ["survivor", "newest", "oldest", "complete", "trusted"] as const;
const BY_TYPE: Record<string, readonly Rule[]> = {
  multi_choice: ["union"], text: ["append"], long_text: ["append"], datetime: ["earliest", "latest"], date: ["earliest", "latest"], boolean: ["either"],
};

/** Whose value a merge keeps where nobody chooses, field by field. */
export function SurvivorshipDrawer({ close }: { close: () => void }) {
  const t = useWords();
  const phone = usePhoneWidth();
  const stored = useQuery({ queryKey: ["survivorship"], queryFn: () => run("survivorship.get", {}) });
  return (
    <Drawer open title={t("desks:survivorship")} size={phone ? "100%" : 560} onClose={close} destroyOnHidden>
      {stored.error && <Problem error={stored.error} />}
      {stored.data ? <Editor rules={stored.data.rules} shipped={stored.data.shipped} close={close} /> : <Waiting />}
    </Drawer>
  );
}

function Editor({ rules: first, shipped, close }: { rules: Rules; shipped: Rules; close: () => void }) {
  const t = useWords();
  const text = useText();
  const object = useObject("lead");
  const [rules, setRules] = useState(first);
  const [busy, setBusy] = useState(false);
  const fields = object?.fields ?? [];
  const named = Object.keys(rules.fields).flatMap((key) => fields.find((field) => field.key === key) ?? []);
  const option = (rule: Rule) => ({ value: rule, label: t(`desks:rule_${rule}`) });
  const setField = (key: string, rule: Rule | undefined): void => {
    const { [key]: _, ...rest } = rules.fields;
    setRules({ ...rules, fields: rule ? { ...rules.fields, [key]: rule } : rest });
  };
  const trusts = rules.default === "trusted" || Object.values(rules.fields).includes("trusted");
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await run("survivorship.set", rules);
      tell(t("records:saved"));
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <div className="dialog">
      <p className="quiet">{t("desks:survivorship_text")}</p>
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
      <div className="desk-do" style={{ padding: "10px 0" }}>
        <Button type="primary" loading={busy} onClick={() => void save()}>{t("common:save")}</Button>
        <Button onClick={() => setRules(shipped)}>{t("desks:shipped")}</Button>
      </div>
    </div>
  );
}
