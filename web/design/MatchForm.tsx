import { PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import { useText, useWords } from "../words/words.ts";
import { ENTRIES, MATCH_ACTIONS, MATCH_KEYS, newId, type FormProps, type MatchAction, type MatchBody, type MatchRule } from "./bodies.ts";
import { changed, Count, Line, moved, NameInput, RuleCard, without } from "./parts.tsx";

/** What makes two arrivals the same customer, and what happens then. */
export function MatchForm({ body, onChange }: FormProps<MatchBody>) {
  const t = useWords();
  const text = useText();
  const [open, setOpen] = useState<string>();
  const rules = (next: MatchRule[]): void => onChange({ rules: next });
  const list = (words: string[]): string => words.join(t("policies:list_or"));
  const add = (): void => {
    const id = newId();
    rules([...body.rules, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, keys: ["phone"], against: ["lead"], window_days: null, action: { other: "merge" } }]);
    setOpen(id);
  };
  return (
    <div className="stack">
      <p className="says">{t("policies:match_says")}</p>
      {body.rules.map((rule, index) => {
        const change = (part: Partial<MatchRule>): void => rules(changed(body.rules, index, part));
        return (
          <RuleCard
            key={rule.id} title={`${index + 1}. ${text(rule.name)}`} open={open === rule.id} onToggle={() => setOpen(open === rule.id ? undefined : rule.id)} onRemove={() => rules(without(body.rules, index))}
            onMove={(step) => rules(moved(body.rules, index, step))} first={index === 0} last={index === body.rules.length - 1}
            summary={`${t("policies:match_rule_says", { keys: list(rule.keys.map((key) => t(`policies:key_${key}`))), against: list(rule.against.map((each) => t(`policies:against_${each}`))) })}${rule.window_days === null ? "" : t("policies:match_window_says", { n: rule.window_days })} → ${t(`policies:action_${rule.action.other}`)}`}
          >
            <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => change({ name })} /></Line>
            <Line label={t("policies:same_by")} hint={t("policies:same_by_hint")}><Select mode="multiple" className="wide" aria-label={t("policies:same_by")} status={rule.keys.length === 0 ? "error" : ""} value={rule.keys} options={MATCH_KEYS.map((key) => ({ value: key, label: t(`policies:key_${key}`) }))} onChange={(keys) => change({ keys })} /></Line>
            <Line label={t("policies:against")} hint={t("policies:against_hint")}><Select mode="multiple" className="wide" aria-label={t("policies:against")} status={rule.against.length === 0 ? "error" : ""} value={rule.against} options={(["lead", "contact", "account"] as const).map((each) => ({ value: each, label: t(`policies:against_${each}`) }))} onChange={(against) => change({ against })} /></Line>
            <Line label={t("policies:window")}><div className="sentence">{t("policies:window_last")}<Count min={1} max={36_500} label={t("policies:window")} value={rule.window_days} onChange={(window_days) => change({ window_days })} empty={() => change({ window_days: null })} />{t("policies:days")}</div></Line>
            <Line label={t("policies:what_then")} hint={t(`policies:action_${rule.action.other}_hint`)}><ActionSelect label={t("policies:what_then")} value={rule.action.other} onChange={(other) => change({ action: { ...rule.action, other: other ?? "merge" } })} /></Line>
            <Line label={t("policies:then_but")}>
              <div className="row">
                {ENTRIES.map((entry) => (
                  <span key={entry} className="row" style={{ gap: 4, flexWrap: "nowrap" }}>{t(`channels:kind_${entry}`)}<ActionSelect optional label={t(`channels:kind_${entry}`)} value={rule.action[entry]} onChange={(next) => {
                    const { [entry]: _, ...rest } = rule.action;
                    change({ action: next ? { ...rest, [entry]: next } : rest });
                  }} /></span>
                ))}
              </div>
            </Line>
          </RuleCard>
        );
      })}
      <div><Button icon={<PlusOutlined />} onClick={add}>{t("policies:add_rule")}</Button></div>
    </div>
  );
}

function ActionSelect({ value, onChange, label, optional = false }: { value: MatchAction | undefined; onChange: (value: MatchAction | undefined) => void; label: string; optional?: boolean }) {
  const t = useWords();
  return <Select<string> style={{ minWidth: 140 }} aria-label={label} value={value ?? ""} options={[...(optional ? [{ value: "", label: t("policies:same_as_above") }] : []), ...MATCH_ACTIONS.map((each) => ({ value: each, label: t(`policies:action_${each}`) }))]} onChange={(next) => onChange(next === "" ? undefined : (next as MatchAction))} />;
}
