import { sql } from "kysely";
import { newId } from "../../core/records/new_id.ts";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { copyRows } from "../../core/db/copy.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { onItsWay } from "../../core/db/transaction.ts";
import type { FilterEnv } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { type Clock, compileSla } from "./clock.ts";
import { beginning, changed, CLOSED, ending } from "./events.ts";
import { slaPolicy } from "./kind.ts";
import { type Calendars, hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import { pauseClock, resumeClock } from "./pause.ts";
import { pauseMoves, pauseOf } from "./pause_rules.ts";
import type { SlaPolicy } from "./policy.ts";
import { endedAt, openClocks, saveClocks, type StoredClock } from "./stored.ts";
import { slaReason } from "./words.ts";

interface Plan {
  begins: { clock: Clock; version: number; pause: StoredClock | null; id: string }[];
  /** Clocks that are over, each with how; null: whatever runs for the lead. */
  ends: { id: string; at: string; measured: boolean }[] | null;
  saves: StoredClock[];
  /** The clocks that ran go on with the new owner. */
  continued: boolean;
}
const plans = new WeakMap<Write, Plan>();

interface Deciding {
  body: SlaPolicy;
  version: number;
  env: FilterEnv;
  calendars: Calendars;
  people: Directory;
}

async function deciding(tx: Ctx): Promise<Deciding> {
  const [{ body, version }, organisation, teams, people, env] = await Promise.all([
    publishedPolicy(tx.house, slaPolicy), organisationCalendar.get(tx.house), teamCalendars.get(tx.house), directory.get(tx.house), filterEnv(tx),
  ]);
  return { body, version, env, calendars: { organisation, teams }, people };
}

/** Begins, ends, pauses and resumes the clocks of the leads in this batch: a pure computation kept for `keepClocks`. */
export async function planClocks(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const d = await deciding(tx);
  const kinds = new Set(d.body.clocks.map((clock) => clock.step));
  // With the response clock alone, whatever runs for a lead is that clock: nothing has to be looked up to end it.
  const plain = kinds.size === 0 || (kinds.size === 1 && kinds.has("first_response"));
  const turns = pauseMoves(d.body, d.env, writes);
  for (const w of writes) if (CLOSED.has(String(w.after.stage)) || !w.after.owner_id || (changed(w, "owner_id") && !kinds.has("first_response"))) w.after.response_due_at = null;
  const starts = writes.flatMap((write) => {
    const steps = beginning(write).filter((step) => kinds.has(step));
    return steps.length > 0 ? [{ write, steps }] : [];
  });
  if (plain && starts.length === 0 && turns.size === 0) return;
  const asked = writes.filter((w) => w.before && (turns.has(w) || (plain ? w.before.owner_id && beginning(w).length > 0 : changed(w, "owner_id") || changed(w, "stage") || changed(w, "last_activity_at"))));
  const running = Map.groupBy(await openClocks(tx, asked.map((w) => w.id), turns.size > 0), (clock) => clock.lead_id);
  if (!plain) for (const w of asked) planOf(w).ends = ending(w, running.get(w.id) ?? [], tx.now);
  const decide = compileSla(d.body, d.env);
  for (const { write, steps } of starts) {
    // What is brought in from the past starts with its ownership.
    const owned = write.before === null && typeof write.after.assigned_at === "string" ? new Date(write.after.assigned_at) : tx.now;
    for (const step of steps) {
      const started = step === "next_activity" && !changed(write, "owner_id") ? new Date(write.after.last_activity_at as string) : owned;
      const begin = started.getTime() === tx.now.getTime() ? decide : compileSla(d.body, { ...d.env, now: started });
      startStep(d, write, step, running.get(write.id) ?? [], begin, started, tx.now);
    }
  }
  for (const [write, turn] of turns) if (!changed(write, "owner_id")) turnClocks(d, write, turn, running.get(write.id) ?? [], tx.now);
}

function planOf(write: Write): Plan {
  let plan = plans.get(write);
  if (!plan) plans.set(write, (plan = { begins: [], ends: null, saves: [], continued: false }));
  return plan;
}

function startStep(d: Deciding, write: Write, step: Clock["step"], running: readonly StoredClock[], begin: ReturnType<typeof compileSla>, started: Date, now: Date): void {
  const plan = planOf(write);
  const going = running.find((clock) => clock.step === step);
  const rule = going && d.body.clocks.find((c) => c.id === going.clock);
  const transferred = changed(write, "owner_id");
  if (going && transferred && rule?.on_transfer === "continue") {
    plan.saves.push({ ...going, owner_id: write.after.owner_id as string, reasons: [...going.reasons, slaReason("clock_continued")] });
    plan.ends = plan.ends?.filter((end) => end.id !== going.id) ?? null;
    plan.continued = true;
    if (step === "first_response") write.after.response_due_at = going.state === "running" ? going.due_at : null;
    return;
  }
  // The next follow-up is waited for once there was one; with a new owner only where somebody was waited for.
  if (step === "next_activity" && transferred && !going) return;
  if (going && !transferred && !plan.ends?.some((end) => end.id === going.id)) return;
  const hours = hoursOf(d.calendars, d.people, write.after.owner_id as string, started);
  const clock = begin({ row: write.after, step, leave: hours.leave }, hours.calendar);
  const id = newId();
  if (!clock) {
    if (step === "first_response") write.after.response_due_at = null;
    return;
  }
  if (going && transferred) clock.reasons.push(slaReason("clock_restarted"));
  const own = d.body.clocks.find((c) => c.id === clock.clock_id);
  const why = own && pauseOf(own, d.env, write.after);
  const pause = own && why ? pauseClock(own, asStored(id, write, clock, d.version), why, null, hours, started > now ? started : now) : null;
  plan.begins.push({ id, clock, version: d.version, pause });
  if (step === "first_response") write.after.response_due_at = pause ? null : clock.due_at.toISOString();
}

function asStored(id: string, write: Write, clock: Clock, version: number): StoredClock {
  return {
    id, lead_id: write.id, clock: clock.clock_id, step: clock.step, owner_id: (write.after.owner_id as string | null) ?? null, grade: (write.after.grade as string | null) ?? null, policy_version: version,
    started_at: clock.started_at.toISOString(), due_at: clock.due_at.toISOString(), state: "running", steps: clock.steps.map((step) => ({ ...step, at: step.at.toISOString() })), fired: 0,
    fire_at: null, paused_at: null, pause: null, pauses: [], reasons: clock.reasons,
  };
}

/** Clocks of a lead that has come under a pause rule, or out of it. */
function turnClocks(d: Deciding, write: Write, rules: ReadonlySet<string>, running: readonly StoredClock[], now: Date): void {
  const plan = planOf(write);
  for (const clock of running) {
    const rule = d.body.clocks.find((c) => c.id === clock.clock && rules.has(c.id));
    if (!rule || plan.ends?.some((end) => end.id === clock.id) || plan.begins.some((begun) => begun.clock.step === clock.step)) continue;
    const hours = hoursOf(d.calendars, d.people, clock.owner_id, new Date(clock.started_at));
    const why = pauseOf(rule, d.env, write.after);
    const next = why && clock.state === "running" ? pauseClock(rule, clock, why, null, hours, now) : !why && clock.state === "paused" && clock.pause?.by === "rule" ? resumeClock(rule, clock, hours, now) : null;
    if (!next) continue;
    plan.saves.push(next);
    if (clock.step === "first_response") write.after.response_due_at = next.state === "running" ? next.due_at : null;
  }
}

/** Stores what began, stands still or goes on, and ends what is over: met or missed by what it measures, cancelled when the ownership or the lead ended. */
export async function keepClocks(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const over = writes.filter((w) => {
    const plan = plans.get(w);
    if (!w.before || (plan?.ends ?? null) !== null) return false;
    return (changed(w, "owner_id") && !plan?.continued) || (changed(w, "stage") && CLOSED.has(String(w.after.stage)));
  }).map((w) => w.id);
  if (over.length > 0) {
    await sql`
      update clew.clock c set ${endedAt(sql`${tx.now}::timestamptz`, sql`false`)} where c.lead_id = any(${over}::uuid[]) and c.state in ('running', 'paused')`.execute(tx.db);
  }
  const named = writes.flatMap((w) => plans.get(w)?.ends ?? []);
  if (named.length > 0) {
    await sql`
      update clew.clock c set ${endedAt(sql`x.at`, sql`x.measured`)}
      from ${rowsOf(named, { id: "uuid", at: "timestamptz", measured: "boolean" })} where c.id = x.id and c.state in ('running', 'paused')`.execute(tx.db);
  }
  await insertClocks(tx, writes);
  await saveClocks(tx, writes.flatMap((w) => {
    const plan = plans.get(w);
    return plan ? [...plan.saves, ...plan.begins.flatMap(({ pause }) => pause ?? [])] : [];
  }));
}

async function insertClocks(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const rows = writes.flatMap((w) => (plans.get(w)?.begins ?? []).map(({ id, clock, version }) => ({
    id, lead_id: w.id, clock: clock.clock_id, step: clock.step, owner_id: w.after.owner_id, grade: w.after.grade ?? null, source: w.after.source ?? null, policy_version: version,
    started_at: clock.started_at, due_at: clock.due_at, state: "running", steps: clock.steps, fire_at: clock.steps[0]?.at ?? clock.due_at, reasons: clock.reasons,
  })));
  if (rows.length > 0) await onItsWay(tx, copyRows(tx, "clew.clock", CLOCK_COLUMNS, rows));
}

const CLOCK_COLUMNS = {
  id: "uuid", lead_id: "uuid", clock: "text", step: "text", owner_id: "uuid", grade: "text", source: "text", policy_version: "int", started_at: "timestamptz", due_at: "timestamptz", state: "text", steps: "jsonb", fire_at: "timestamptz", reasons: "jsonb",
};

/** A qualifying activity stops the response clock of each lead at the moment it happened. */
export async function stopClocks(tx: Ctx, stops: readonly { lead_id: string; at: string }[]): Promise<void> {
  if (stops.length === 0) return;
  await sql`
    update clew.clock c set ${endedAt(sql`x.at`, sql`true`)}
    from ${rowsOf(stops, { lead_id: "uuid", at: "timestamptz" })}
    where c.lead_id = x.lead_id and c.step = 'first_response' and c.state in ('running', 'paused') and c.started_at <= x.at`.execute(tx.db);
}
