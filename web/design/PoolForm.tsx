import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Segmented, Select, Switch } from "antd";
import { useState } from "react";
import { useObject } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import { newId, type FormProps, type PoolBody, type RecycleCondition, type RecycleRule } from "./bodies.ts";
import { changed, Count, Line, NameInput, RuleCard, When, WhenWords, without } from "./parts.tsx";
import { useNames } from "./RouteForm.tsx";

const CONDITIONS = ["no_activity_days", "no_stage_change_days", "not_converted_days", "protection_ended"] as const;
type ConditionKind = (typeof CONDITIONS)[number];

/** Who may claim how much, how long a lead is protected, and when it goes back to the pool. */
export function PoolForm({ body, onChange }: FormProps<PoolBody>) {
  const t = useWords();
  const text = useText();
  const [open, setOpen] = useState<string>();
  const says = useRecycleWords(body);
  const kinds = useObject("activity")?.fields.find((field) => field.key === "kind")?.choices ?? [];
  const recycle = (next: RecycleRule[]): void => onChange({ ...body, recycle: next });
  const protection = (change: Partial<PoolBody["protection"]>): void => onChange({ ...body, protection: { ...body.protection, ...change } });
  const limits = (change: Partial<PoolBody["limits"]>): void => onChange({ ...body, limits: { ...body.limits, ...change } });
  const add = (): void => {
    const id = newId();
    recycle([...body.recycle, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, when: { all: [] }, due: { any: [{ no_activity_days: 14 }] }, despite_protection: false, to_pool: null }]);
    setOpen(id);
  };
  return (
    <div className="stack">
      <section className="panel">
        <div className="panel-head"><h2>{t("policies:recycle")}</h2><Button size="small" className="row-end" icon={<PlusOutlined />} onClick={add}>{t("policies:add_rule")}</Button></div>
        <div className="stack" style={{ gap: 6 }}>
          {body.recycle.length === 0 && <p className="hint">{t("policies:recycle_none")}</p>}
          {body.recycle.map((rule, index) => (
            <RuleCard
              key={rule.id} title={text(rule.name)} off={rule.off ?? false} open={open === rule.id} onToggle={() => setOpen(open === rule.id ? undefined : rule.id)} onRemove={() => recycle(without(body.recycle, index))}
              summary={<><WhenWords filter={rule.when} />：{says(rule)}</>}
              aside={<Switch size="small" checked={!rule.off} aria-label={`${text(rule.name)} ${t("channels:on")}`} onChange={(on) => recycle(changed(body.recycle, index, { off: !on }))} />}
            >
              <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => recycle(changed(body.recycle, index, { name }))} /></Line>
              <Line label={t("policies:when")}><When filter={rule.when} onChange={(when) => recycle(changed(body.recycle, index, { when }))} /></Line>
              <Line label={t("policies:due")}><Due rule={rule} onChange={(due) => recycle(changed(body.recycle, index, { due }))} /></Line>
              <Line label={t("policies:goes_to")}><PoolSelect value={rule.to_pool} onChange={(to_pool) => recycle(changed(body.recycle, index, { to_pool }))} /></Line>
              <Line label=""><Checkbox checked={rule.despite_protection} onChange={(event) => recycle(changed(body.recycle, index, { despite_protection: event.target.checked }))}>{t("policies:despite_protection")}</Checkbox></Line>
            </RuleCard>
          ))}
          <Line label={t("policies:warn")} hint={t("policies:warn_hint")}>
            <div className="sentence">{t("policies:before_days")}<Select mode="tags" style={{ minWidth: 140 }} open={false} suffixIcon={null} aria-label={t("policies:warn")} tokenSeparators={[",", "，", "、", " "]} value={body.warn_days_before.map(String)} onChange={(days: string[]) => onChange({ ...body, warn_days_before: [...new Set(days.map(Number).filter((day) => Number.isInteger(day) && day > 0))].sort((a, b) => b - a).slice(0, 10) })} />{t("policies:days")}</div>
          </Line>
          <Line label={t("policies:follow_up_is")} hint={t("policies:follow_up_hint")}><Select mode="multiple" className="wide" aria-label={t("policies:follow_up_is")} value={body.activity_kinds} options={kinds.map((kind) => ({ value: kind.value, label: text(kind.label) }))} onChange={(activity_kinds: string[]) => onChange({ ...body, activity_kinds })} /></Line>
        </div>
      </section>
      <section className="panel">
        <h2>{t("policies:protection")}</h2>
        <p className="says" style={{ marginBottom: 10 }}>{t("policies:protection_says", { days: body.protection.days, activity: body.protection.activity_days, max: body.protection.max_days ?? t("people:unlimited") })}</p>
        <div className="stack" style={{ gap: 6 }}>
          <Line label={t("policies:protect_days")}><div className="sentence"><Count label={t("policies:protect_days")} value={body.protection.days} onChange={(days) => protection({ days })} />{t("policies:days")}</div></Line>
          <Line label={t("policies:protect_activity")}><div className="sentence"><Count label={t("policies:protect_activity")} value={body.protection.activity_days} onChange={(activity_days) => protection({ activity_days })} />{t("policies:days")}</div></Line>
          <Line label={t("policies:protect_max")}><div className="sentence"><Count label={t("policies:protect_max")} value={body.protection.max_days} onChange={(max_days) => protection({ max_days })} empty={() => protection({ max_days: null })} />{t("policies:days")}</div></Line>
        </div>
      </section>
      <section className="panel">
        <h2>{t("policies:limits")}</h2>
        <div className="stack" style={{ gap: 6 }}>
          <Line label={t("policies:claims_per_day")}><div className="row"><Count label={t("policies:claims_per_day")} value={body.limits.claims_per_day} onChange={(claims_per_day) => limits({ claims_per_day })} empty={() => limits({ claims_per_day: null })} /><Checkbox checked={body.limits.released_counts} onChange={(event) => limits({ released_counts: event.target.checked })}>{t("policies:released_counts")}</Checkbox></div></Line>
          <Line label={t("policies:holding")}><div className="row"><Count label={t("policies:holding")} value={body.limits.holding} onChange={(holding) => limits({ holding })} empty={() => limits({ holding: null })} /><Checkbox checked={body.limits.count_converted} onChange={(event) => limits({ count_converted: event.target.checked })}>{t("policies:count_converted")}</Checkbox></div></Line>
          <Line label={t("policies:min_gap")}><div className="sentence"><Count label={t("policies:min_gap")} max={86_400} value={body.limits.min_gap_seconds} onChange={(min_gap_seconds) => limits({ min_gap_seconds })} />{t("policies:seconds")}</div></Line>
          <Line label={t("policies:cooldown")} hint={t("policies:cooldown_hint")}><div className="sentence"><Count label={t("policies:cooldown")} max={3_650} value={body.cooldown_days} onChange={(cooldown_days) => onChange({ ...body, cooldown_days })} />{t("policies:days")}</div></Line>
          <Line label={t("policies:freeze")} hint={t("policies:freeze_hint")}><div className="sentence"><Count label={t("policies:freeze")} max={3_650} value={body.freeze_days} onChange={(freeze_days) => onChange({ ...body, freeze_days })} />{t("policies:days")}</div></Line>
        </div>
      </section>
    </div>
  );
}

/** Reads a recycle rule back: "7 天未跟进 → 回到公海；提前 3、1 天提醒". */
function useRecycleWords(body: PoolBody): (rule: RecycleRule) => string {
  const t = useWords();
  const names = useNames();
  return (rule) => {
    const [conditions, join] = "any" in rule.due ? [rule.due.any, t("filter:or")] : [rule.due.all, t("filter:and")];
    const due = conditions.map((condition) => t(`policies:says_${kindOf(condition)}`, { n: daysOf(condition) })).join(join);
    const to = rule.to_pool ? names.pool(rule.to_pool) : t("policies:the_pool");
    const warn = body.warn_days_before.length > 0 ? t("policies:says_warn", { days: body.warn_days_before.join("、") }) : "";
    return `${t("policies:says_recycle", { due, to })}${warn}${rule.despite_protection ? "" : t("policies:says_protected")}`;
  };
}

function PoolSelect({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const t = useWords();
  const { pools } = useNames();
  return <Select style={{ minWidth: 200 }} aria-label={t("policies:goes_to")} value={value ?? ""} options={[{ value: "", label: t("policies:own_pool") }, ...pools]} onChange={(id) => onChange(id === "" ? null : id)} />;
}

const kindOf = (condition: RecycleCondition): ConditionKind => Object.keys(condition)[0] as ConditionKind;
const daysOf = (condition: RecycleCondition): number => { const [value] = Object.values(condition); return typeof value === "number" ? value : 0; };
const conditionOf = (kind: ConditionKind, days: number): RecycleCondition => (kind === "protection_ended" ? { protection_ended: true } : ({ [kind]: days } as unknown as RecycleCondition));

function Due({ rule, onChange }: { rule: RecycleRule; onChange: (due: RecycleRule["due"]) => void }) {
  const t = useWords();
  const join = "any" in rule.due ? "any" : "all";
  const rows = "any" in rule.due ? rule.due.any : rule.due.all;
  const put = (next: RecycleCondition[], how: "any" | "all" = join): void => onChange(how === "any" ? { any: next } : { all: next });
  const free = CONDITIONS.filter((kind) => !rows.some((row) => kindOf(row) === kind));
  return (
    <div className="stack" style={{ gap: 6 }}>
      {rows.length > 1 && <div><Segmented<"any" | "all"> size="small" value={join} options={[{ value: "any", label: t("filter:any") }, { value: "all", label: t("filter:all") }]} onChange={(how) => put(rows, how)} /></div>}
      {rows.map((row, index) => {
        const kind = kindOf(row);
        return (
          <div className="row" key={kind}>
            <Select style={{ minWidth: 170 }} value={kind} aria-label={t("policies:due")} options={[kind, ...free].map((each) => ({ value: each, label: t(`policies:${each}`) }))} onChange={(next) => put(rows.map((each, other) => (other === index ? conditionOf(next, daysOf(each) || 7) : each)))} />
            {kind !== "protection_ended" && <><Count min={1} max={3_650} label={t(`policies:${kind}`)} value={daysOf(row)} onChange={(days) => put(rows.map((each, other) => (other === index ? conditionOf(kind, days) : each)))} />{t("policies:days")}</>}
            {rows.length > 1 && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("filter:remove")} onClick={() => put(without(rows, index))} />}
          </div>
        );
      })}
      {free[0] && <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => free[0] && put([...rows, conditionOf(free[0], 14)])}>{t("filter:add")}</Button></div>}
    </div>
  );
}
