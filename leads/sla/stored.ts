import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import type { Text } from "../../core/refusal.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { Closed } from "./calendar.ts";
import type { ClockStep } from "./clock.ts";
import type { ClockKind } from "./policy.ts";

/** Why a clock stands still: by a rule of the policy, or by somebody's hand. */
export interface Pause {
  reason: Text;
  by: "rule" | "hand";
  /** The pause rule. */
  rule?: string;
  /** Who paused it. */
  person?: string | null;
  /** Seconds of the clock's own time that were left; negative: it was late already. */
  remaining_seconds: number;
}

export type PastPause = Pick<Pause, "reason" | "by" | "rule" | "person"> & { from: string; to: string };
export type StoredStep = Omit<ClockStep, "at"> & { at: string };

/** A clock that runs or stands still, as stored; instants as ISO text. */
export interface StoredClock {
  id: string;
  lead_id: string;
  clock: string;
  step: ClockKind;
  owner_id: string | null;
  grade: string | null;
  policy_version: number;
  started_at: string;
  due_at: string;
  state: "running" | "paused" | "cancelled";
  steps: StoredStep[];
  fired: number;
  fire_at: string | null;
  paused_at: string | null;
  pause: Pause | null;
  pauses: PastPause[];
  reasons: Reason[];
}

export const STORED = sql.raw("c.id, c.lead_id, c.clock, c.step, c.owner_id, c.grade, c.policy_version, c.started_at, c.due_at, c.state, c.steps, c.fired, c.fire_at, c.paused_at, c.pause, c.pauses, c.reasons");

/** Clocks of these leads that run or stand still; locked where they are about to be changed. */
export async function openClocks(tx: Ctx, leads: readonly string[], lock: boolean): Promise<StoredClock[]> {
  if (leads.length === 0) return [];
  const { rows } = await sql<StoredClock>`
    select ${STORED} from clew.clock c where c.lead_id = any(${leads}::uuid[]) and c.state in ('running', 'paused') order by c.id ${lock ? sql`for update` : sql``}`.execute(tx.db);
  return rows;
}

/** The pauses that are over, as time that does not count. */
export const pastPauses = (clock: Pick<StoredClock, "pauses">): Closed[] => clock.pauses.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));

/** When a running clock next needs attention: its next step, or the due time itself where no step falls on it. */
export function nextFire(clock: Pick<StoredClock, "steps" | "fired" | "due_at">, now: Date): string | null {
  return clock.steps[clock.fired]?.at ?? (new Date(clock.due_at) > now ? clock.due_at : null);
}

/** Writes changed clocks back. A due time that has not come yet takes back an earlier breach. */
export async function saveClocks(tx: Ctx, clocks: readonly StoredClock[]): Promise<void> {
  if (clocks.length === 0) return;
  await sql`
    update clew.clock c set owner_id = x.owner_id, clock = x.clock, policy_version = x.policy_version, due_at = x.due_at, state = x.state, steps = x.steps, fired = x.fired, fire_at = x.fire_at,
      paused_at = x.paused_at, pause = x.pause, pauses = x.pauses, reasons = x.reasons,
      stopped_at = case when x.state = 'cancelled' then ${tx.now}::timestamptz end,
      breached_at = case when x.due_at <= coalesce(x.paused_at, ${tx.now}) then coalesce(c.breached_at, x.due_at) end
    from ${rowsOf(clocks, {
      id: "uuid", owner_id: "uuid", clock: "text", policy_version: "int", due_at: "timestamptz", state: "text", steps: "jsonb", fired: "int", fire_at: "timestamptz",
      paused_at: "timestamptz", pause: "jsonb", pauses: "jsonb", reasons: "jsonb",
    })} where c.id = x.id`.execute(tx.db);
}

/**
 * How a clock ends at a moment, as the assignments of an update of `clew.clock c`. One that is over by what it measures is met or
 * missed; one whose ownership or lead ended is cancelled, or missed when its time had come. A paused clock is judged by when it was paused.
 */
export function endedAt(at: RawBuilder<unknown>, measured: RawBuilder<unknown>): RawBuilder<unknown> {
  const until = sql`least(${at}, c.paused_at)`;
  const late = sql`(${until} > c.due_at or (${until} = c.due_at and not ${measured}))`;
  return sql`stopped_at = ${at}, answered = ${measured}, state = case when ${late} then 'missed' when ${measured} then 'met' else 'cancelled' end,
    breached_at = case when ${late} then coalesce(c.breached_at, c.due_at) end, fire_at = null,
    pauses = case when c.paused_at is null then c.pauses else c.pauses || jsonb_build_array(c.pause || jsonb_build_object('from', c.paused_at, 'to', ${at})) end, paused_at = null, pause = null`;
}
