import type { Ctx } from "../core/ctx.ts";
import { directory } from "../core/access/directory.ts";
import { sql } from "kysely";
import type { Row } from "../core/language/types.ts";
import { type Notice, notify } from "../core/notifications/notify.ts";
import { catalog } from "../core/objects/catalog.ts";
import { recordDecisions, type Verdict } from "../core/policies/decision.ts";
import { lockRows, updateRows } from "../core/records/write.ts";
import { publishedPolicy } from "../core/policies/published.ts";
import { assignAgain, lockTurns } from "./route/assign.ts";
import { routePolicy } from "./route/kind.ts";
import { slaPolicy } from "./sla/kind.ts";
import { clockSweep, type Escalation } from "./sla/sweep.ts";
import { slaReason } from "./sla/words.ts";

/** Clocks, with what knows how to hand a lead on: routing comes before them in a lead's life and cannot be called from there. */
export const sweepClocks = clockSweep({ before: lockRouting, escalate });

/** Whoever routes locks the turns before anything else; only where a published clock may hand a lead on. */
async function lockRouting(tx: Ctx): Promise<void> {
  const { body } = await publishedPolicy(tx.house, slaPolicy);
  if (body.clocks.some((clock) => clock.on_leave === "hand_on" || clock.steps.some((step) => step.do === "reassign"))) await lockTurns(tx, (await publishedPolicy(tx.house, routePolicy)).body);
}

/**
 * Hands the leads of missed clocks to the next candidate of the route policy, never to somebody who held and missed them before, or
 * takes them back into the pool. Where nobody can take a lead it stays, and the manager is told. Each has a receipt.
 */
async function escalate(tx: Ctx, escalations: readonly Escalation[]): Promise<void> {
  const all = await catalog.get(tx.house);
  const rows = await lockRows(tx, all.object("lead"), all, escalations.map(({ clock }) => clock.lead_id));
  const people = await directory.get(tx.house);
  const name = (id: string | null) => people.people.get(id ?? "")?.name ?? null;
  // One lead may have several clocks that ask at once; the first one's answer serves.
  const one = new Map(escalations.map((each) => [each.clock.lead_id, each]));
  const open = [...one.values()].flatMap((each) => {
    const row = rows.get(each.clock.lead_id);
    return row && row.owner_id === each.clock.owner_id ? [{ ...each, row }] : [];
  });
  const handOn = open.filter((each) => each.do === "reassign");
  const passed = await whoMissed(tx, handOn.map(({ row }) => row));
  const { decisions } = await assignAgain(tx, handOn.map(({ row }) => row), passed);
  const routed = new Map(handOn.map((each, i) => [each.row.id, decisions[i]]));
  const wanted = open.map((each) => ({ ...each, to: routed.get(each.row.id)?.owner_id ?? null, decision: routed.get(each.row.id) }));
  const moves = wanted.filter((each) => each.do === "return_to_pool" || (each.to !== null && each.to !== each.row.owner_id));
  const written = await updateRows(tx, "lead", moves.map(({ row, to }): { id: string; changes: Row } => ({
    id: row.id as string, changes: to === null ? { owner_id: null, stage: "new" } : { owner_id: to },
  })), rows);
  const done = new Set(moves.filter((_, i) => !written[i]?.refused).map(({ row }) => row.id));
  const notices: Notice[] = [];
  await recordDecisions(tx, wanted.map(({ clock, row, to, onLeave, decision, late, do: how }) => {
    const facts = { clock: clock.clock, from: clock.owner_id, to, late };
    const about = { object: "lead", record_id: row.id as string, facts: { lead: clock.name ?? clock.company, owner: name(clock.owner_id), to: name(to), late } };
    const code = !done.has(row.id) ? "nobody_to_take" : how === "return_to_pool" ? "returned" : onLeave ? "reassigned_on_leave" : "reassigned";
    const manager = clock.owner_id ? people.managerOf(clock.owner_id) : null;
    if (code === "nobody_to_take" && manager) notices.push({ person_id: manager, kind: "sla_nobody", ...about });
    if (code !== "nobody_to_take" && clock.owner_id) notices.push({ person_id: clock.owner_id, kind: to === null ? "sla_returned" : "sla_reassigned", ...about });
    if (code !== "nobody_to_take" && to) notices.push({ person_id: to, kind: "lead_assigned", ...about });
    const verdict: Verdict = {
      kind: "sla", version: clock.policy_version, outcome: { do: how, done: done.has(row.id), owner_id: done.has(row.id) ? to : clock.owner_id }, reasons: [slaReason(code, facts)],
      ...(decision ? { candidates: decision.candidates.map(({ id, outcome, reasons }) => ({ id, outcome, reasons })) } : {}),
    };
    return { object: "lead", record_id: row.id as string, verdicts: [verdict] };
  }));
  await notify(tx, notices);
}

/** Lead → its owner and everybody whose clock on it was missed. */
async function whoMissed(tx: Ctx, rows: readonly Row[]): Promise<Map<string, string[]>> {
  if (rows.length === 0) return new Map();
  const { rows: found } = await sql<{ lead_id: string; owners: string[] }>`
    select lead_id, array_agg(distinct owner_id) as owners from clew.clock
    where lead_id = any(${rows.map((row) => row.id)}::uuid[]) and owner_id is not null and (state = 'missed' or breached_at is not null) group by lead_id`.execute(tx.db);
  const missed = new Map(found.map((row) => [row.lead_id, row.owners]));
  return new Map(rows.map((row) => [row.id as string, [row.owner_id as string, ...(missed.get(row.id as string) ?? [])]]));
}
