import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Segmented, Select } from "antd";
import { useState } from "react";
import { useText, useWords } from "../words/words.ts";
import { ENTRIES, MATCH_ACTIONS, MATCH_AGAINST, MATCH_KEYS, newId, type FormProps, type MatchAction, type MatchBody, type MatchRule } from "./bodies.ts";
import { Comparisons, useFieldNames } from "./MatchComparisons.tsx";
import { changed, Count, Line, moved, NameInput, RuleCard, without } from "./parts.tsx";

/** What makes two arrivals the same customer, and what happens then. */
export function MatchForm({ body, onChange }: FormProps<MatchBody>) {
  const t = useWords();
  const text = useText();
  const names = useFieldNames();
  const [open, setOpen] = useState<string>();
  const rules = (next: MatchRule[]): void => onChange({ rules: next });
  const list = (words: string[]): string => words.join(t("policies:list_or"));
  const add = (): void => {
    const id = newId();
    rules([...body.rules, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, keys: ["phone"], against: ["lead"], window_days: null, action: { other: "merge" } }]);
    setOpen(id);
  };
  const against = (each: MatchRule["against"][number]): string => t(each === "pool" ? "match:against_pool" : `policies:against_${each}`);
  const action = (each: MatchAction): string => t(each === "block" ? "match:action_block" : `policies:action_${each}`);
  const says = (rule: MatchRule): string => {
    const where = list(rule.against.map(against));
    const weighed = rule.compare?.length ? t("match:rule_says", { fields: list(rule.compare.map((each) => names(each.field))), against: where }) : "";
    const exact = rule.keys.length > 0 || !weighed ? t("policies:match_rule_says", { keys: list(rule.keys.map((key) => t(`policies:key_${key}`))), against: where }) : "";
    const used = rule.where === "desk" ? t("match:rule_says_desk") : rule.where === "arrivals" ? t("match:rule_says_arrivals") : "";
    return `${[exact, weighed].filter(Boolean).join("；")}${used}${rule.window_days === null ? "" : t("policies:match_window_says", { n: rule.window_days })} → ${action(rule.action.other)}`;
  };
  return (
    <div className="stack">
      <p className="says">{t("policies:match_says")}</p>
      {body.rules.map((rule, index) => {
        const change = (part: Partial<MatchRule>): void => rules(changed(body.rules, index, part));
        const empty = rule.keys.length === 0 && !rule.compare?.length;
        return (
          <RuleCard
            key={rule.id} title={`${index + 1}. ${text(rule.name)}`} open={open === rule.id} onToggle={() => setOpen(open === rule.id ? undefined : rule.id)} onRemove={() => rules(without(body.rules, index))}
            onMove={(step) => rules(moved(body.rules, index, step))} first={index === 0} last={index === body.rules.length - 1} summary={says(rule)}
          >
            <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => change({ name })} /></Line>
            <Line label={t("match:where")} hint={t("match:where_hint")}>
              <Segmented<NonNullable<MatchRule["where"]>> style={{ maxWidth: "100%", overflowX: "auto" }} value={rule.where ?? "both"} options={(["both", "arrivals", "desk"] as const).map((value) => ({ value, label: t(`match:where_${value}`) }))} onChange={(where) => change({ where })} />
            </Line>
            <Line label={t("match:exact")} hint={t("match:exact_hint")}><Select mode="multiple" className="wide" aria-label={t("match:exact")} status={empty ? "error" : ""} value={rule.keys} options={MATCH_KEYS.map((key) => ({ value: key, label: t(`policies:key_${key}`) }))} onChange={(keys) => change({ keys })} /></Line>
            <Comparisons rule={rule} change={change} />
            <Line label={t("policies:against")} hint={t("policies:against_hint")}><Select mode="multiple" className="wide" aria-label={t("policies:against")} status={rule.against.length === 0 ? "error" : ""} value={rule.against} options={MATCH_AGAINST.map((each) => ({ value: each, label: against(each) }))} onChange={(next) => change({ against: next })} /></Line>
            <Line label={t("match:product_line")}><Checkbox checked={rule.same_product_line ?? false} onChange={(event) => change({ same_product_line: event.target.checked })}>{t("match:same_product_line")}</Checkbox></Line>
            <Line label={t("policies:window")}><div className="sentence">{t("policies:window_last")}<Count min={1} max={36_500} label={t("policies:window")} value={rule.window_days} onChange={(window_days) => change({ window_days })} empty={() => change({ window_days: null })} />{t("policies:days")}</div></Line>
            <Line label={t("policies:what_then")} hint={t(rule.action.other === "block" ? "match:action_block_hint" : `policies:action_${rule.action.other}_hint`)}><ActionSelect label={t("policies:what_then")} value={rule.action.other} name={action} onChange={(other) => change({ action: { ...rule.action, other: other ?? "merge" } })} /></Line>
            <Line label={t("policies:then_but")}>
              <div className="row">
                {ENTRIES.map((entry) => (
                  <span key={entry} className="row" style={{ gap: 4, flexWrap: "nowrap" }}>{t(`records:channel_${entry}`)}<ActionSelect optional label={t(`records:channel_${entry}`)} value={rule.action[entry]} name={action} onChange={(next) => {
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

function ActionSelect({ value, onChange, label, name, optional = false }: { value: MatchAction | undefined; onChange: (value: MatchAction | undefined) => void; label: string; name: (action: MatchAction) => string; optional?: boolean }) {
  const t = useWords();
  return <Select<string> style={{ minWidth: 140 }} aria-label={label} value={value ?? ""} options={[...(optional ? [{ value: "", label: t("policies:same_as_above") }] : []), ...MATCH_ACTIONS.map((each) => ({ value: each, label: name(each) }))]} onChange={(next) => onChange(next === "" ? undefined : (next as MatchAction))} />;
}
