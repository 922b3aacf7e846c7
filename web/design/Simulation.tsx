import { Button, InputNumber, Popover } from "antd";
import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "react-router";
import { call } from "../api/call.ts";
import { recordAddress } from "../app/pages.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords } from "../words/words.ts";
import type { PolicyKind } from "./bodies.ts";
import { MatchOutcome, type MatchTrial } from "./MatchOutcome.tsx";
import { PoolFigures, type PoolTrial } from "./pool/PoolFigures.tsx";
import { RouteOutcome, type RouteAnswer } from "./route/RouteOutcome.tsx";
import { SlaOutcome, type SlaTrial } from "./sla/SlaOutcome.tsx";

interface Scored {
  score: number;
  grade: string;
  heat: "high" | "mid" | "low";
}
interface Reason {
  code: string;
  facts: Record<string, unknown>;
}
interface ScoreAnswer {
  leads: number;
  limited: boolean;
  changed: number;
  distribution: { score: { before: number[]; after: number[] }; heat: { before: Record<Scored["heat"], number>; after: Record<Scored["heat"], number> } };
  differences: { id: string; name: string; before: { outcome: Scored }; after: { outcome: Scored; reasons: Reason[] } }[];
}
/** Tries the rules as they stand in the editor on the leads of the last days; nothing is changed. */
export function Simulation({ kind, body, disabled }: { kind: PolicyKind; body: unknown; disabled: boolean }) {
  const t = useWords();
  const [days, setDays] = useState(30);
  const [tried, setTried] = useState<unknown>();
  const run = useMutation({ mutationFn: () => call<ScoreAnswer & RouteAnswer & SlaTrial>("POST", `/policies/${kind}/simulate`, { body: { days, body } }), onMutate: () => setTried(body) });
  return (
    <section className="panel" aria-label={t("policies:simulate")}>
      <h2>{t("policies:simulate")}</h2>
      {(
        <div className="stack" style={{ gap: 10 }}>
          <p className="hint">{t("policies:simulate_hint")}</p>
          <div className="sentence">{t("policies:last")}<InputNumber<number> style={{ width: 68 }} min={1} max={365} precision={0} value={days} aria-label={t("policies:days")} onChange={(next) => next !== null && setDays(next)} />{t("policies:days_leads")}<Button disabled={disabled} loading={run.isPending} onClick={() => run.mutate()}>{t("policies:try")}</Button></div>
          {run.error && <Problem error={run.error} />}
          {run.data && tried !== body && <p className="hint">{t("policies:simulate_stale")}</p>}
          {run.data && <p className="says">{t("policies:simulate_says", { leads: fullNumber(run.data.leads), changed: fullNumber(run.data.changed) })}{run.data.limited && t("policies:simulate_limited")}</p>}
          {run.data && run.data.leads > 0 && (kind === "match" ? <MatchOutcome answer={run.data as unknown as MatchTrial} /> : kind === "pool" ? <PoolFigures answer={run.data as unknown as PoolTrial} days={days} /> : kind === "score" ? <ScoreOutcome answer={run.data} /> : kind === "sla" ? <SlaOutcome answer={run.data} /> : <RouteOutcome answer={run.data} />)}
        </div>
      )}
    </section>
  );
}

function ScoreOutcome({ answer }: { answer: ScoreAnswer }) {
  const t = useWords();
  const text = useText();
  const { heat, score } = answer.distribution;
  const reason = ({ code, facts }: Reason): string => t(/_(fired|faded)$/.test(code) ? "policies:reason_fired" : "policies:reason_limit", { name: isText(facts.name) ? text(facts.name) : "", points: facts.points });
  return (
    <>
      <Bars rows={(["high", "mid", "low"] as const).map((each) => ({ label: t(`policies:heat_name_${each}`), before: heat.before[each], after: heat.after[each] }))} />
      <Bars rows={score.before.map((before, index) => ({ label: index === 9 ? "90–100" : `${index * 10}–${index * 10 + 9}`, before, after: score.after[index] ?? 0 })).filter((row) => row.before + row.after > 0).reverse()} />
      <ul className="versions">
        {answer.differences.slice(0, 8).map((sample) => (
          <li key={sample.id}>
            <Link style={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }} to={recordAddress("lead", sample.id)}>{sample.name || t("records:no_name")}</Link>
            <span className="number" style={{ whiteSpace: "nowrap" }}>{sample.before.outcome.grade} {sample.before.outcome.score} → <b className={sample.after.outcome.score >= sample.before.outcome.score ? "up" : "down"}>{sample.after.outcome.grade} {sample.after.outcome.score}</b></span>
            <Popover trigger="click" placement="left" content={<ul className="reasons receipt">{sample.after.reasons.map((each, index) => <li key={index}>{reason(each)}</li>)}</ul>}><Button type="link" size="small" className="why">{t("common:why")}</Button></Popover>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Before (grey) and after as two bars a row, with both numbers. */
function Bars({ rows }: { rows: { label: string; before: number; after: number }[] }) {
  const most = Math.max(1, ...rows.flatMap((row) => [row.before, row.after]));
  return (
    <div className="bars">
      {rows.map(({ label, before, after }) => [
        <span key={label}>{label}</span>,
        <div key={`${label} bars`} className="bar"><i style={{ width: `${(before / most) * 100}%` }} /><i style={{ width: `${(after / most) * 100}%` }} /></div>,
        <span key={`${label} numbers`} className="number">{fullNumber(before)} → <b className={after === before ? "" : after > before ? "up" : "down"}>{fullNumber(after)}</b></span>,
      ])}
    </div>
  );
}

const isText = (value: unknown): value is { zh: string; en: string } => typeof value === "object" && value !== null && "zh" in value && "en" in value;
