import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";
import { useObject } from "../../api/objects.ts";
import { useText, useWords } from "../../words/words.ts";
import { BEHAVIOUR_FIELDS, SITE_KINDS, type BehaviourRule, type BehaviourTest } from "../bodies.ts";
import { changed, Count, Line, NameInput, RuleCard, without } from "../parts.tsx";
import { behaviourWords } from "./behaviour-words.ts";
import { Weight } from "./Weight.tsx";

interface Props {
  rule: BehaviourRule;
  /** Lowest and highest points its group lets count. */
  bounds: { min: number; max: number };
  open: boolean;
  onToggle: () => void;
  onChange: (rule: BehaviourRule) => void;
  onRemove: () => void;
}

/** One behaviour rule: its sentence; opened, every part of it. */
export function BehaviourCard({ rule, bounds, open, onToggle, onChange, onRemove }: Props) {
  const t = useWords();
  const text = useText();
  const kinds = useObject("activity")?.fields.find((field) => field.key === "kind")?.choices ?? [];
  const { what, where = [] } = rule;
  const change = (next: Partial<BehaviourRule>): void => onChange({ ...rule, ...next });
  const drop = (key: "half_life_days" | "cap" | "where"): void => { const { [key]: _, ...rest } = rule; onChange(rest as BehaviourRule); };
  const tests = (next: BehaviourTest[]): void => (next.length > 0 ? change({ where: next }) : drop("where"));
  const pick = (value: string): void => change({ what: value.startsWith("activity:") ? { activity: value.slice("activity:".length) } : { event: value as (typeof SITE_KINDS)[number] } });
  return (
    <RuleCard
      title={text(rule.name)} summary={behaviourWords(rule, t, text, kinds)} open={open} onToggle={onToggle} onRemove={onRemove}
      aside={<Weight name={text(rule.name)} points={rule.points} bounds={bounds} onChange={(points) => change({ points })} />}
    >
      <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => change({ name })} /></Line>
      <Line label={t("score:what")}>
        <div className="row">
          <Select
            style={{ minWidth: 170 }} aria-label={t("score:what")} value={"event" in what ? what.event : `activity:${what.activity}`} onChange={pick}
            options={[{ label: t("score:what_site"), options: SITE_KINDS.map((kind) => ({ value: kind as string, label: t(`score:event_${kind}`) })) }, { label: t("score:what_activity"), options: kinds.map((kind) => ({ value: `activity:${kind.value}`, label: text(kind.label) })) }]}
          />
          {"activity" in what && <Select<"any" | "in" | "out"> style={{ minWidth: 120 }} aria-label={t("score:direction_any")} value={what.direction ?? "any"} options={(["any", "in", "out"] as const).map((value) => ({ value, label: t(`score:direction_${value}`) }))} onChange={(direction) => change({ what: { activity: what.activity, ...(direction === "any" ? {} : { direction }) } })} />}
        </div>
      </Line>
      <Line label={t("score:where")}>
        <div className="stack" style={{ gap: 6 }}>
          {where.length === 0 && <span className="hint">{t("score:where_none")}</span>}
          {where.map((test, index) => (
            <div key={index} className="row">
              <Select style={{ minWidth: 110 }} aria-label={t("score:where")} value={test.field} options={BEHAVIOUR_FIELDS.map((field) => ({ value: field, label: t(`score:field_${field}`) }))} onChange={(field) => tests(changed(where, index, { field }))} />
              <Select style={{ minWidth: 90 }} aria-label={t("policies:when")} value={test.op} options={(["contains", "starts_with", "is"] as const).map((op) => ({ value: op, label: t(`score:op_${op}`) }))} onChange={(op) => tests(changed(where, index, { op }))} />
              <Input style={{ flex: "1 1 140px", width: "auto" }} maxLength={500} aria-label={t("score:where_value")} status={test.value.trim() === "" ? "error" : ""} placeholder="/pricing" value={test.value} onChange={(event) => tests(changed(where, index, { value: event.target.value }))} />
              <Button type="text" icon={<DeleteOutlined />} aria-label={t("score:remove_where")} onClick={() => tests(without(where, index))} />
            </div>
          ))}
          <div><Button size="small" icon={<PlusOutlined />} disabled={where.length >= 10} onClick={() => tests([...where, { field: "activity" in what ? "outcome" : "url", op: "contains", value: "" }])}>{t("score:add_where")}</Button></div>
        </div>
      </Line>
      <Line label={t("score:how_often")}>
        <div className="sentence">{t("score:at_least")}<Count label={t("score:how_often")} min={1} max={100} value={rule.count} onChange={(count) => change({ count })} />{t("score:times_within")}<Count label={t("score:days")} min={1} max={365} value={rule.days} onChange={(days) => change({ days })} />{t("score:days")}</div>
      </Line>
      <Line label={t("score:repeats")} hint={t("score:repeats_hint")}>
        <div className="sentence"><Checkbox checked={rule.cap !== undefined} aria-label={t("score:repeats")} onChange={(event) => (event.target.checked ? change({ cap: Math.max(1, Math.abs(rule.points) * 3) }) : drop("cap"))} />{rule.cap !== undefined && <>{t("score:repeats_most")}<Count label={t("score:repeats_most")} min={1} max={1000} value={rule.cap} onChange={(cap) => change({ cap })} />{t("policies:points")}</>}</div>
      </Line>
      <Line label={t("score:fades")} hint={t("score:fades_hint")}>
        <div className="sentence"><Checkbox checked={rule.half_life_days !== undefined} aria-label={t("score:fades")} onChange={(event) => (event.target.checked ? change({ half_life_days: 14 }) : drop("half_life_days"))} />{rule.half_life_days !== undefined && <>{t("score:half_life")}<Count label={t("score:half_life")} min={1} max={365} value={rule.half_life_days} onChange={(days) => change({ half_life_days: days })} />{t("policies:days")}</>}</div>
      </Line>
    </RuleCard>
  );
}
