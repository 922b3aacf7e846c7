import { compileFilter } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { addBusiness } from "./calendar.ts";
import type { Calendar, Closed } from "./calendar.ts";
import type { ClockAction, ClockRule, SlaPolicy } from "./policy.ts";
import { slaReason } from "./words.ts";

export interface SlaLead {
  row: Row;
  /** The step that begins now. */
  step: ClockRule["step"];
  /** The owner's leave; does not count. */
  leave?: readonly Closed[];
}

export interface ClockStep {
  id: string;
  at: Date;
  do: ClockAction;
}

/** A running clock, computed once into instants. */
export interface Clock {
  clock_id: string;
  step: ClockRule["step"];
  started_at: Date;
  due_at: Date;
  /** In order of time. */
  steps: ClockStep[];
  reasons: Reason[];
}

/** A step that fires more than this many seconds after its time is marked late. */
export const LATE_AFTER_SECONDS = 120;

/** Prepares an SLA policy for many leads: for each the clock of the step that begins at `env.now`, or null when no clock applies. */
export function compileSla(policy: SlaPolicy, env: FilterEnv): (lead: SlaLead, calendar: Calendar) => Clock | null {
  const clocks = policy.clocks.map((rule) => ({ rule, passes: compileFilter(rule.when, env) }));
  return (lead, calendar) => {
    const rule = clocks.find((clock) => clock.rule.step === lead.step && clock.passes(lead.row))?.rule;
    return rule ? begin(rule, lead, calendar, env.now) : null;
  };
}

/** The clock of one lead; see `compileSla`. */
export function startClock(policy: SlaPolicy, lead: SlaLead, calendar: Calendar, env: FilterEnv): Clock | null {
  return compileSla(policy, env)(lead, calendar);
}

/** The clock after a change of owner: the running one where its rule says so, else a new one (null when none applies any more). */
export function transferClock(policy: SlaPolicy, running: Clock, lead: SlaLead, calendar: Calendar, env: FilterEnv): Clock | null {
  const rule = policy.clocks.find((clock) => clock.id === running.clock_id);
  if (rule?.on_transfer === "continue") return { ...running, reasons: [...running.reasons, slaReason("clock_continued")] };
  const clock = startClock(policy, lead, calendar, env);
  return clock && { ...clock, reasons: [...clock.reasons, slaReason("clock_restarted")] };
}

/** The steps not in `done` whose time has come, oldest first, each with whether it comes late (after downtime). */
export function dueSteps(clock: Clock, now: Date, done: ReadonlySet<string> = new Set()): (ClockStep & { late: boolean; late_seconds: number })[] {
  return clock.steps
    .filter((step) => step.at <= now && !done.has(step.id))
    .map((step) => {
      const late_seconds = Math.floor((now.getTime() - step.at.getTime()) / 1000);
      return { ...step, late: late_seconds > LATE_AFTER_SECONDS, late_seconds };
    });
}

function begin(rule: ClockRule, lead: SlaLead, calendar: Calendar, now: Date): Clock {
  const business = rule.time === "business";
  const leave = lead.leave ?? [];
  const after = (from: Date, seconds: number) => (business ? addBusiness(calendar, from, seconds, leave) : new Date(from.getTime() + seconds * 1000));
  const grade = typeof lead.row.grade === "string" ? lead.row.grade.slice(0, 1) : "";
  const letter = (["A", "B", "C", "D"] as const).find((one) => one === grade);
  const minutes = (letter && rule.target_minutes[letter]) ?? rule.target_minutes.other;
  const due_at = after(now, minutes * 60);
  const steps = rule.steps
    .map((step): ClockStep => ({
      id: step.id, do: step.do,
      at: "percent" in step.at ? after(now, Math.round((minutes * 60 * step.at.percent) / 100)) : after(due_at, step.at.minutes_after * 60),
    }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());

  const reasons = [slaReason(business ? "clock_started" : "clock_started_wall", { clock: rule.id, name: rule.name, grade: letter ?? null, minutes })];
  if (business) {
    const opens = new Date(addBusiness(calendar, now, 1, leave).getTime() - 1000);
    if (opens > now) reasons.push(slaReason("outside_hours", { opens: opens.toISOString() }));
    if (leave.length > 0) reasons.push(slaReason("leave_skipped"));
  }
  return { clock_id: rule.id, step: rule.step, started_at: now, due_at, steps, reasons };
}
