import type { FilterEnv, Row } from "../../../core/language/types.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { compilePick, type Hours, timesOf } from "../clock.ts";
import { CLOSED } from "../events.ts";
import type { ClockKind, ClockRule, SlaPolicy } from "../policy.ts";
import { slaReason } from "../words.ts";
import { type LeadFacts, stageAt } from "./facts.ts";

export interface Tally {
  met: number;
  missed: number;
  running: number;
}

export interface Replayed extends Tally {
  reasons: Reason[];
}

/** Follow-ups of one lead whose clocks are replayed. */
const MOST_FOLLOW_UPS = 50;

interface Span {
  step: ClockKind;
  owner: string;
  from: Date;
  /** When what it measures happened. */
  stop: Date | null;
  /** When the ownership or the lead ended. */
  end: Date | null;
}

/**
 * Prepares a replay of a policy over what really happened to leads: which clocks would have run and how they would have ended. A lead is
 * judged as it is now but in the stage it was in then; pauses by rule are taken from the clocks that really ran. Pure.
 */
export function compileReplay(policy: SlaPolicy, env: FilterEnv, hours: (owner: string, since: Date) => Hours): (row: Row, facts: LeadFacts) => Replayed {
  const pick = compilePick(policy, env);
  const kinds = new Set(policy.clocks.map((rule) => rule.step));
  const rules = new Map(policy.clocks.map((rule) => [rule.id, rule]));
  return (row, facts) => {
    const told: Replayed = { met: 0, missed: 0, running: 0, reasons: [] };
    for (const span of spansOf(facts, kinds, (step, owner, at) => goesOn(pick(step, asThen(row, facts, owner, at)), rules))) {
      const rule = pick(span.step, asThen(row, facts, span.owner, span.from));
      if (!rule) continue;
      const { due_at } = timesOf({ ...rule, steps: [] }, span.from, row.grade, hours(span.owner, span.from), facts.pauses.get(rule.id) ?? []);
      const outcome = outcomeOf(span, due_at, env.now);
      if (!outcome) continue;
      told[outcome]++;
      told.reasons.push(slaReason(`replay_${outcome}`, { clock: rule.id, name: rule.name, from: span.from.toISOString(), due_at: due_at.toISOString(), at: span.stop?.toISOString() ?? null, person: span.owner }));
    }
    return told;
  };
}

const asThen = (row: Row, facts: LeadFacts, owner: string, at: Date): Row => {
  const stage = stageAt(facts, at);
  return { ...row, owner_id: owner, stage: stage === "new" ? "assigned" : stage };
};

const goesOn = (rule: ClockRule | undefined, rules: ReadonlyMap<string, ClockRule>): boolean => rule !== undefined && rules.get(rule.id)?.on_transfer === "continue";

function outcomeOf({ stop, end }: Span, due: Date, now: Date): keyof Tally | null {
  if (stop && stop <= now && (!end || stop <= end)) return stop <= due ? "met" : "missed";
  if (end && end <= now) return due < end ? "missed" : null;
  return now > due ? "missed" : "running";
}

/** The times during which each kind of clock would have run. */
function spansOf(facts: LeadFacts, kinds: ReadonlySet<ClockKind>, continues: (step: ClockKind, owner: string, at: Date) => boolean): Span[] {
  const spans: Span[] = [];
  const closed = facts.stages.find(({ stage }) => CLOSED.has(stage))?.at ?? null;
  facts.stays.forEach((stay, i) => {
    const end = stay.to && closed ? (stay.to < closed ? stay.to : closed) : (stay.to ?? closed);
    const before = facts.stays[i - 1];
    const handed = before?.to && stay.from.getTime() - before.to.getTime() < 1_000;
    if (end && end <= stay.from) return;
    if (kinds.has("first_response")) {
      const last = spans.findLast((span) => span.step === "first_response");
      // Handed over while the clock ran: the same one goes on where its rule says so.
      if (handed && last && !last.stop && last.end?.getTime() === before.to?.getTime() && continues("first_response", last.owner, last.from)) Object.assign(last, { owner: stay.owner_id, stop: stay.responded, end });
      else spans.push({ step: "first_response", owner: stay.owner_id, from: stay.from, stop: stay.responded, end });
    }
    if (kinds.has("accept") && !(facts.accepted && facts.accepted < stay.from)) spans.push({ step: "accept", owner: stay.owner_id, from: stay.from, stop: facts.accepted ?? (closed && facts.stages.some(({ stage }) => stage === "converted") ? closed : null), end });
    if (kinds.has("next_activity")) {
      const own = facts.activities.filter((at) => at >= new Date(stay.from.getTime() - 60_000) && (!end || at <= end)).slice(-MOST_FOLLOW_UPS);
      own.forEach((from, n) => spans.push({ step: "next_activity", owner: stay.owner_id, from, stop: own[n + 1] ?? null, end }));
    }
    if (kinds.has("stage_exit")) {
      facts.stages.forEach(({ at }, n) => {
        const next = facts.stages[n + 1]?.at ?? null;
        const from = at > stay.from ? at : stay.from;
        if (!(end && from >= end) && !(next && next <= from)) spans.push({ step: "stage_exit", owner: stay.owner_id, from, stop: next, end: stay.to && (!next || stay.to < next) ? stay.to : null });
      });
    }
  });
  return spans;
}

