import { Button, InputNumber, Segmented, Tabs } from "antd";
import { useState } from "react";
import type { Filter } from "../../core/language/types.ts";
import { ApiProblem } from "../api/problem.ts";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { useText, useWords } from "../words/words.ts";
import { Bars, type BarRow } from "./Bars.tsx";
import type { PolicyKind } from "./bodies.ts";
import { Differences } from "./Differences.tsx";
import { MatchOutcome, type MatchTrial } from "./MatchOutcome.tsx";
import { PoolFigures, type PoolTrial } from "./pool/PoolFigures.tsx";
import { type RouteAnswer, RouteOutcome } from "./route/RouteOutcome.tsx";
import { When } from "./parts.tsx";
import { SlaOutcome, type SlaTrial } from "./sla/SlaOutcome.tsx";
import { type TrialAnswer, useTrial } from "./trial.ts";
import "./trial.css";

const USUAL_DAYS = 30;
/** These tell of each person in a table of their own; time limits of teams and sources too. */
const OWN_TABLES = new Set<PolicyKind>(["route", "sla"]);

/** Tries the rules as they stand in the editor on real leads, by days or by condition; nothing is changed. */
export function Simulation({ kind, body, disabled }: { kind: PolicyKind; body: unknown; disabled: boolean }) {
  const t = useWords();
  const [by, setBy] = useState<"days" | "filter">("days");
  const [days, setDays] = useState(USUAL_DAYS);
  const [filter, setFilter] = useState<Filter>({ all: [] });
  const { trial, progress, cancel, stopped } = useTrial(kind);
  const start = (): void => trial.mutate({ body, range: by === "days" ? { days } : { filter } });
  const later = trial.error instanceof ApiProblem && trial.error.code === "simulation_unavailable";
  return (
    <section className="panel" aria-label={t("trial:title")}>
      <h2>{t("trial:title")}</h2>
      <div className="stack" style={{ gap: 10 }}>
        <p className="hint">{t("trial:hint")}</p>
        <Segmented<"days" | "filter"> block size="small" value={by} disabled={trial.isPending} aria-label={t("trial:by")} options={[{ value: "days", label: t("trial:by_days") }, { value: "filter", label: t("trial:by_filter") }]} onChange={setBy} />
        {by === "days"
          ? <div className="sentence">{t(kind === "pool" ? "trial:last_pool" : "trial:last")}<InputNumber<number> style={{ width: 68 }} min={1} max={365} precision={0} value={days} aria-label={t("trial:days")} onChange={(next) => next !== null && setDays(next)} />{t(kind === "pool" ? "trial:days_pool" : "trial:days_leads")}</div>
          : <div className="stack" style={{ gap: 4 }}><When filter={filter} onChange={setFilter} />{"all" in filter && filter.all.length === 0 && <p className="hint">{t("trial:every_lead")}</p>}</div>}
        {progress
          ? progress.total > 0 ? <ProgressLine label={t("trial:running")} done={progress.done} total={progress.total} cancel={cancel} /> : <div className="row" role="status"><span className="hint" style={{ flex: 1 }}>{t("trial:reading")}</span><Button size="small" onClick={cancel}>{t("common:cancel")}</Button></div>
          : <div><Button disabled={disabled} onClick={start}>{t("trial:try")}</Button></div>}
        {stopped && <p className="hint" role="status">{t("trial:stopped")}</p>}
        {later && <p className="hint">{t("trial:later")}</p>}
        {trial.error && !stopped && !later && <Problem error={trial.error} retry={start} />}
        {trial.data && trial.variables?.body !== body && <p className="hint">{t("trial:stale")}</p>}
        {trial.data && <Outcome kind={kind} answer={trial.data} days={trial.variables?.range.days ?? null} />}
      </div>
    </section>
  );
}

function Outcome({ kind, answer, days }: { kind: PolicyKind; answer: TrialAnswer; days: number | null }) {
  const t = useWords();
  const text = useText();
  if (answer.leads === 0) return <p className="hint">{answer.hidden > 0 ? t("hand:trial_hidden", { n: fullNumber(answer.hidden) }) : t("trial:none")}</p>;
  const { totals } = answer;
  const rows = (of: typeof totals.person, nothing: string): BarRow[] => of.filter((row) => row.before + row.after > 0 || row.changed > 0).map((row) => ({ ...row, label: row.id === null ? nothing : row.name }));
  const tabs = [
    { key: "person", label: t("trial:of_person"), rows: OWN_TABLES.has(kind) ? [] : rows(totals.person, t("trial:nobody")) },
    { key: "team", label: t("trial:of_team"), rows: rows(totals.team, t("trial:no_team")) },
    { key: "source", label: t("trial:of_source"), rows: rows(totals.source, t("trial:no_source")) },
  ].filter((tab) => tab.rows.length > 0 && kind !== "sla");
  return (
    <>
      <p className="says" role="status">{t(answer.changed === 0 ? "trial:same" : "trial:says", { leads: fullNumber(answer.leads), changed: fullNumber(answer.changed) })}{answer.limited && t("trial:limited", { n: fullNumber(answer.leads) })}</p>
      {answer.hidden > 0 && <p className="hint">{t("hand:trial_hidden", { n: fullNumber(answer.hidden) })}</p>}
      {kind === "score" && <Distribution answer={answer} />}
      {kind === "route" && <RouteOutcome answer={answer as unknown as RouteAnswer} />}
      {kind === "match" && <MatchOutcome answer={answer as unknown as MatchTrial} />}
      {kind === "sla" && <SlaOutcome answer={answer as unknown as SlaTrial} />}
      {kind === "pool" && <PoolFigures answer={answer as unknown as PoolTrial} days={days ?? USUAL_DAYS} />}
      {tabs.length > 0 && (
        <div>
          <p className="hint">{t("trial:counted", { measure: text(answer.measure) })}</p>
          <Tabs size="small" className="trial-tabs" items={tabs.map(({ key, label, rows }) => ({ key, label, children: <Bars rows={rows} /> }))} />
        </div>
      )}
      <Differences key={answer.differences[0]?.id ?? ""} differences={answer.differences} />
    </>
  );
}

interface Counts {
  score: { before: number[]; after: number[] };
  heat: { before: Record<string, number>; after: Record<string, number> };
}

/** How scores spread, by heat and in steps of ten. */
function Distribution({ answer }: { answer: TrialAnswer }) {
  const t = useWords();
  const counts = answer.distribution as Counts | undefined;
  if (!counts) return null;
  const heat = (["high", "mid", "low"] as const).map((each) => ({ label: t(`policies:heat_name_${each}`), before: counts.heat.before[each] ?? 0, after: counts.heat.after[each] ?? 0 }));
  const score = counts.score.before.map((before, index) => ({ label: index === 9 ? "90–100" : `${index * 10}–${index * 10 + 9}`, before, after: counts.score.after[index] ?? 0 })).filter((row) => row.before + row.after > 0).reverse();
  return <Tabs size="small" className="trial-tabs" items={[{ key: "heat", label: t("trial:of_heat"), children: <Bars rows={heat} /> }, { key: "score", label: t("trial:of_score"), children: <Bars rows={score} /> }]} />;
}
