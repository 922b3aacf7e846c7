import { Checkbox, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { useObject } from "../../api/objects.ts";
import { useText, useWords, type WordKey } from "../../words/words.ts";
import { type BestMatch, type LeastEffort, type PlainStrategy, type RouteRule, SIMILAR } from "../bodies.ts";
import { Count, Line } from "../parts.tsx";

const KINDS = ["round_robin", "weighted", "least_open", "least_effort", "best_match"] as const;

/** What a strategy is called and what it does, in words. */
export const strategyWord = (kind: PlainStrategy["kind"] | "sticky"): WordKey => (kind === "least_effort" || kind === "best_match" ? `route:strategy_${kind}` : `policies:strategy_${kind}`);
const hintOf = (kind: PlainStrategy["kind"]): WordKey => (kind === "least_effort" || kind === "best_match" ? `route:${kind}_hint` : `policies:strategy_${kind}_hint`);

/** Who of the people of a rule gets a lead. */
export function Strategy({ rule, members, name, onChange }: { rule: RouteRule; members: string[]; name: (id: string) => string; onChange: (change: Partial<RouteRule>) => void }) {
  const t = useWords();
  const sticky = rule.strategy.kind === "sticky";
  const plain: PlainStrategy = rule.strategy.kind === "sticky" ? rule.strategy.otherwise : rule.strategy;
  const put = (next: PlainStrategy, stays = sticky): void => onChange({ strategy: stays ? { kind: "sticky", otherwise: next } : next });
  return (
    <Line label={t("policies:strategy")} hint={t(hintOf(plain.kind))}>
      <div className="stack" style={{ gap: 8 }}>
        <Select<PlainStrategy["kind"]> style={{ maxWidth: 260 }} value={plain.kind} aria-label={t("policies:strategy")} options={KINDS.map((kind) => ({ value: kind, label: t(strategyWord(kind)) }))} onChange={(kind) => put(started(kind, members))} />
        {plain.kind === "weighted" && <Weights members={members} name={name} weights={plain.weights} onChange={(weights) => put({ kind: "weighted", weights })} />}
        {plain.kind === "least_effort" && <Effort strategy={plain} onChange={put} />}
        {plain.kind === "best_match" && <Match strategy={plain} onChange={put} />}
        <Checkbox checked={sticky} onChange={(event) => put(plain, event.target.checked)}>{t("route:sticky_first")}</Checkbox>
        {sticky && <p className="hint">{t("route:on_leave_cover")}</p>}
      </div>
    </Line>
  );
}

/** A strategy as it starts out when it is chosen. */
function started(kind: PlainStrategy["kind"], members: string[]): PlainStrategy {
  if (kind === "weighted") return { kind, weights: Object.fromEntries(members.map((id) => [id, 1])) };
  if (kind === "least_effort") return { kind, grade: { A: 3, B: 2, C: 1, D: 0.5 }, stage: { assigned: 1, contacted: 1, nurturing: 0.3 } };
  if (kind === "best_match") return { kind, similar: { source: 2, industry: 2, province: 1, product_line: 2, grade: 1 }, prior: 20, explore: 10 };
  return { kind };
}

function Weights({ members, name, weights, onChange }: { members: string[]; name: (id: string) => string; weights: Record<string, number>; onChange: (weights: Record<string, number>) => void }) {
  const t = useWords();
  const total = members.reduce((sum, id) => sum + (weights[id] ?? 1), 0);
  return (
    <div className="week" style={{ gridTemplateColumns: "minmax(80px, max-content) max-content minmax(0, 1fr)" }}>
      {members.map((id) => {
        const weight = weights[id] ?? 1;
        return [<span key={id}>{name(id)}</span>, <InputNumber<number> key={`${id} weight`} size="small" style={{ width: 72 }} min={0} max={10_000} precision={0} value={weight} aria-label={`${name(id)} ${t("policies:weight")}`} onChange={(next) => next !== null && onChange({ ...weights, [id]: next })} />, <span key={`${id} share`} className="quiet">{weight === 0 ? t("policies:weight_none") : t("policies:weight_share", { percent: total === 0 ? 0 : Math.round((weight / total) * 100) })}</span>];
      })}
    </div>
  );
}

/** A grid of names with a number each; an emptied one is left out. */
function Numbers<K extends string>({ label, rows, values, onChange }: { label: string; rows: readonly { key: K; label: string }[]; values: Partial<Record<K, number>>; onChange: (values: Partial<Record<K, number>>) => void }) {
  const put = (key: K, next: number | null): void => {
    const { [key]: _, ...rest } = values;
    onChange((next === null ? rest : { ...values, [key]: next }) as Partial<Record<K, number>>);
  };
  return <div className="weights">{rows.map((row) => <label key={row.key}>{row.label}<InputNumber<number> size="small" style={{ width: 62 }} min={0} max={100} value={values[row.key] ?? null} placeholder="1" aria-label={`${label} ${row.label}`} onChange={(next) => put(row.key, next)} /></label>)}</div>;
}

function Part({ label, children }: { label: string; children: ReactNode }) {
  return <div><span className="quiet">{label}</span>{children}</div>;
}

function Effort({ strategy, onChange }: { strategy: LeastEffort; onChange: (next: LeastEffort) => void }) {
  const t = useWords();
  const text = useText();
  const stages = useObject("lead")?.fields.find((field) => field.key === "stage")?.choices ?? [];
  const [a, b] = [strategy.grade.A ?? 1, strategy.stage.contacted ?? 1];
  return (
    <>
      <Part label={t("route:effort_grade")}><Numbers label={t("route:effort_grade")} rows={(["A", "B", "C", "D"] as const).map((key) => ({ key, label: key }))} values={strategy.grade} onChange={(grade) => onChange({ ...strategy, grade })} /></Part>
      <Part label={t("route:effort_stage")}><Numbers<string> label={t("route:effort_stage")} rows={stages.filter(({ value }) => value !== "converted" && value !== "disqualified" && value !== "new").map((stage) => ({ key: stage.value, label: text(stage.label) }))} values={strategy.stage} onChange={(stage) => onChange({ ...strategy, stage: stage as Record<string, number> })} /></Part>
      <span className="quiet">{t("route:effort_example", { a, b, total: Math.round(a * b * 100) / 100 })}</span>
    </>
  );
}

function Match({ strategy, onChange }: { strategy: BestMatch; onChange: (next: BestMatch) => void }) {
  const t = useWords();
  return (
    <>
      <Part label={`${t("route:similar")} · ${t("route:similar_hint")}`}>
        <div className="weights">{SIMILAR.map((field) => <label key={field}>{t(`route:similar_${field}`)}<InputNumber<number> size="small" style={{ width: 62 }} min={0} max={100} value={strategy.similar[field] ?? 0} aria-label={`${t("route:similar")} ${t(`route:similar_${field}`)}`} onChange={(next) => next !== null && onChange({ ...strategy, similar: { ...strategy.similar, [field]: next } })} /></label>)}</div>
      </Part>
      <div className="sentence"><span className="quiet">{t("route:prior")}</span>{t("route:prior_says")}<Count value={strategy.prior} min={1} max={10_000} label={t("route:prior")} onChange={(prior) => onChange({ ...strategy, prior })} />{t("route:prior_leads")}</div>
      <div className="sentence"><span className="quiet">{t("route:explore")}</span>{t("route:explore_says")}<Count value={strategy.explore} max={100} label={t("route:explore")} onChange={(explore) => onChange({ ...strategy, explore })} />{t("route:explore_leads")}</div>
    </>
  );
}
