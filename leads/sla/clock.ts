import { compileFilter } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { ALWAYS, addBusiness, businessBetween } from "./calendar.ts";
import type { Calendar, Closed } from "./calendar.ts";
import type { ClockAction, ClockKind, ClockRule, PolicyStep, SlaPolicy } from "./policy.ts";
import { slaReason } from "./words.ts";

export interface SlaLead {
  row: Row;
  /** The step that begins now. */
  step: ClockKind;
  /** The owner's leave. */
  leave?: readonly Closed[];
}

export interface ClockStep {
  id: string;
  at: Date;
  do: ClockAction;
  to?: PolicyStep["to"];
}

/** A running clock, computed once into instants. */
export interface Clock {
  clock_id: string;
  step: ClockKind;
  started_at: Date;
  due_at: Date;
  /** In order of time. */
  steps: ClockStep[];
  reasons: Reason[];
}

/** A step that fires more than this many seconds after its time is marked late. */
export const LATE_AFTER_SECONDS = 120;

/** The step that hands a lead on when its owner's leave begins. */
export const LEAVE_STEP = "leave";

/** Prepares an SLA policy for many leads: for each the clock of the step that begins at `env.now`, or null when no clock applies. */
export function compileSla(policy: SlaPolicy, env: FilterEnv): (lead: SlaLead, calendar: Calendar) => Clock | null {
  const pick = compilePick(policy, env);
  return (lead, calendar) => {
    const rule = pick(lead.step, lead.row);
    return rule ? begin(rule, lead, calendar, env.now) : null;
  };
}

/** The rule that applies to a step of a lead: the first of that step (and stage) whose filter passes. */
export function compilePick(policy: SlaPolicy, env: FilterEnv): (step: ClockKind, row: Row) => ClockRule | undefined {
  const clocks = policy.clocks.map((rule) => ({ rule, passes: compileFilter(rule.when, env) }));
  return (step, row) => clocks.find(({ rule, passes }) => rule.step === step && (step !== "stage_exit" || rule.stage === row.stage) && passes(row))?.rule;
}

/** The clock of one lead; see `compileSla`. */
export function startClock(policy: SlaPolicy, lead: SlaLead, calendar: Calendar, env: FilterEnv): Clock | null {
  return compileSla(policy, env)(lead, calendar);
}

/** The steps not in `done` whose time has come, oldest first, each with whether it comes late (after downtime). */
export function dueSteps(clock: Pick<Clock, "steps">, now: Date, done: ReadonlySet<string> = new Set()): (ClockStep & { late: boolean; late_seconds: number })[] {
  return clock.steps
    .filter((step) => step.at <= now && !done.has(step.id))
    .map((step) => {
      const late_seconds = Math.floor((now.getTime() - step.at.getTime()) / 1000);
      return { ...step, late: late_seconds > LATE_AFTER_SECONDS, late_seconds };
    });
}

export interface Hours {
  calendar: Calendar;
  /** The owner's leave. */
  leave: readonly Closed[];
}

/** Minutes a rule allows a lead of this grade. */
export function minutesFor(rule: ClockRule, grade: unknown): number {
  const letter = letterOf(grade);
  return (letter && rule.target_minutes[letter]) ?? rule.target_minutes.other;
}

const letterOf = (grade: unknown) => (["A", "B", "C", "D"] as const).find((one) => typeof grade === "string" && grade.startsWith(one));

/** What does not count for a clock of this rule, and the calendar it counts in. */
function countingOf(rule: ClockRule, { calendar, leave }: Hours, pauses: readonly Closed[]): { calendar: Calendar; closed: readonly Closed[] } {
  if (rule.time === "wall") return { calendar: ALWAYS, closed: pauses };
  if ((rule.on_leave ?? "stop") !== "stop" || leave.length === 0) return { calendar, closed: pauses };
  return { calendar, closed: pauses.length === 0 ? leave : [...leave, ...pauses] };
}

/** Due time and steps of a clock that began at `from`, its pauses and the owner's leave left out as the rule says. Pure, exact to the second. */
export function timesOf(rule: ClockRule, from: Date, grade: unknown, hours: Hours, pauses: readonly Closed[] = []): { due_at: Date; steps: ClockStep[] } {
  const { calendar, closed } = countingOf(rule, hours, pauses);
  const after = (start: Date, seconds: number) =>
    rule.time === "wall" && closed.length === 0 ? new Date(start.getTime() + seconds * 1000) : addBusiness(calendar, start, seconds, closed);
  const minutes = minutesFor(rule, grade);
  const due_at = after(from, minutes * 60);
  const steps = rule.steps.map((step): ClockStep => ({
    id: step.id, do: step.do, ...(step.to ? { to: step.to } : {}),
    at: "percent" in step.at ? after(from, Math.round((minutes * 60 * step.at.percent) / 100)) : after(due_at, step.at.minutes_after * 60),
  }));
  const away = rule.on_leave === "hand_on" ? hours.leave.find((each) => each.to > from && each.from < due_at) : undefined;
  if (away) steps.push({ id: LEAVE_STEP, do: "reassign", at: away.from > from ? away.from : from });
  return { due_at, steps: steps.sort((a, b) => a.at.getTime() - b.at.getTime()) };
}

/** Seconds of the clock's own time from one moment to another; negative when `to` is earlier. */
export function ownSeconds(rule: ClockRule, from: Date, to: Date, hours: Hours, pauses: readonly Closed[] = []): number {
  const { calendar, closed } = countingOf(rule, hours, pauses);
  return businessBetween(calendar, from, to, closed);
}

function begin(rule: ClockRule, lead: SlaLead, calendar: Calendar, now: Date): Clock {
  const business = rule.time === "business";
  const leave = lead.leave ?? [];
  const { due_at, steps } = timesOf(rule, now, lead.row.grade, { calendar, leave });
  const reasons = [slaReason(business ? "clock_started" : "clock_started_wall", { clock: rule.id, name: rule.name, grade: letterOf(lead.row.grade) ?? null, minutes: minutesFor(rule, lead.row.grade) })];
  const stops = business && (rule.on_leave ?? "stop") === "stop";
  if (business) {
    const opens = new Date(addBusiness(calendar, now, 1, stops ? leave : []).getTime() - 1000);
    if (opens > now) reasons.push(slaReason("outside_hours", { opens: opens.toISOString() }));
  }
  if (stops && leave.length > 0) reasons.push(slaReason("leave_skipped"));
  const away = steps.find((step) => step.id === LEAVE_STEP);
  if (away) reasons.push(slaReason("leave_hands_on", { at: away.at.toISOString() }));
  return { clock_id: rule.id, step: rule.step, started_at: now, due_at, steps, reasons };
}
