import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select, Switch } from "antd";
import { useState } from "react";
import { useText, useWords } from "../../words/words.ts";
import { newId, type RecycleRule } from "../bodies.ts";
import { changed, Line, NameInput, RuleCard, When, WhenWords, without } from "../parts.tsx";
import { useNames } from "../RouteForm.tsx";
import { Due, dueWords } from "./Due.tsx";

interface Props {
  rules: RecycleRule[];
  onChange: (rules: RecycleRule[]) => void;
  /** "；提前 3、1 天提醒", said after every rule. */
  warns: string;
}

/** When leads go back to a pool: one card a rule, each switched on and off on its own. */
export function RecycleRules({ rules, onChange, warns }: Props) {
  const t = useWords();
  const text = useText();
  const names = useNames();
  const [open, setOpen] = useState<string>();
  const add = (): void => {
    const id = newId();
    onChange([...rules, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, when: { all: [] }, due: { any: [{ no_activity_days: 14 }] }, despite_protection: false, to_pool: null }]);
    setOpen(id);
  };
  const says = (rule: RecycleRule): string =>
    `${t("policies:says_recycle", { due: dueWords(rule.due, t), to: rule.to_pool ? names.pool(rule.to_pool) : t("policies:own_pool") })}${warns}${t(rule.despite_protection ? "pools:says_despite" : "policies:says_protected")}`;
  return (
    <div className="stack" style={{ gap: 6 }}>
      {rules.length === 0 && <p className="hint">{t("policies:recycle_none")}</p>}
      {rules.map((rule, index) => {
        const set = (change: Partial<RecycleRule>): void => onChange(changed(rules, index, change));
        return (
          <RuleCard
            key={rule.id} title={text(rule.name)} off={rule.off ?? false} open={open === rule.id} onToggle={() => setOpen(open === rule.id ? undefined : rule.id)} onRemove={() => onChange(without(rules, index))}
            summary={<><WhenWords filter={rule.when} />：{says(rule)}</>}
            aside={<Switch size="small" checked={!rule.off} aria-label={`${text(rule.name)} ${t("channels:on")}`} onChange={(on) => set({ off: !on })} />}
          >
            <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => set({ name })} /></Line>
            <Line label={t("policies:when")}><When filter={rule.when} onChange={(when) => set({ when })} /></Line>
            <Line label={t("policies:due")}><Due due={rule.due} onChange={(due) => set({ due })} /></Line>
            <Line label={t("policies:goes_to")}><Select style={{ minWidth: 200 }} aria-label={t("policies:goes_to")} value={rule.to_pool ?? ""} options={[{ value: "", label: t("policies:own_pool") }, ...names.pools]} onChange={(id) => set({ to_pool: id === "" ? null : id })} /></Line>
            <Line label=""><Checkbox checked={rule.despite_protection} onChange={(event) => set({ despite_protection: event.target.checked })}>{t("policies:despite_protection")}</Checkbox><p className="hint">{t("pools:despite_hint")}</p></Line>
          </RuleCard>
        );
      })}
      <div><Button size="small" icon={<PlusOutlined />} onClick={add}>{t("policies:add_rule")}</Button></div>
    </div>
  );
}
