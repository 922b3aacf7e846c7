import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { type Change, lockRows, updateRows } from "../../core/records/write.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { sameTeam } from "../same_team.ts";
import { stopClocks } from "../sla/clocks.ts";
import { dateOf, endOfDate, lastDateBefore } from "./days.ts";
import { poolPolicy } from "./kind.ts";
import { extend, type Protection } from "./protection.ts";
import { homeOf, type PoolRules, rulesOf } from "./rules_of.ts";

/** Fields of an activity that decide what it means for its lead. */
const DECIDING = ["lead_id", "happened_at", "kind", "direction"];

/**
 * What activities do to their leads, whatever the door they came by: the last follow-up, the first response and its clock,
 * the stage, the protection, the next step that is now done. Of the kinds only those count as follow-up that the rules of the lead's pool name.
 */
export async function followUp(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const fresh = writes.filter((w) => w.after.lead_id && DECIDING.some((key) => (w.before?.[key] ?? null) !== (w.after[key] ?? null)));
  if (fresh.length === 0) return;
  const byLead = new Map<string, Row[]>();
  for (const { after } of [...fresh].sort((a, b) => String(a.after.happened_at).localeCompare(String(b.after.happened_at)))) {
    const lead = after.lead_id as string;
    byLead.set(lead, [...(byLead.get(lead) ?? []), after]);
  }
  const [{ body: policy }, people, all] = await Promise.all([publishedPolicy(tx.house, poolPolicy), directory.get(tx.house), catalog.get(tx.house)]);
  const leads = await lockRows(tx, all.object("lead"), all, [...byLead.keys()]);
  const rules = (lead: Row | undefined): PoolRules => rulesOf(policy, lead ? homeOf(lead) : null);
  const counts = ({ after }: Write): boolean => rules(leads.get(after.lead_id as string)).activity_kinds.includes(String(after.kind));
  const done = await completeNextSteps(tx, fresh.filter((w) => w.before === null && counts(w)));
  const stops: { lead_id: string; at: string }[] = [];
  const changes = [...leads.values()].flatMap((lead): Change[] => {
    const id = lead.id as string;
    const activities = byLead.get(id) ?? [];
    const counting = activities.filter((a) => rules(lead).activity_kinds.includes(String(a.kind)));
    const change: Row = {};
    const last = counting.at(-1)?.happened_at as string | undefined;
    if (last && last > String(lead.last_activity_at ?? "")) change.last_activity_at = last;
    const response = firstResponse(people, lead, activities);
    if (response) {
      stops.push({ lead_id: id, at: response });
      change.response_due_at = null;
      if (!lead.first_response_at) change.first_response_at = response;
    }
    if (last && lead.owner_id && lead.stage === "assigned") change.stage = "contacted";
    const protectedUntil = protection(tx, rules(lead), lead, counting);
    if (protectedUntil) change.protected_until = protectedUntil;
    if (done.has(id)) Object.assign(change, { next_step_at: null, next_step: null });
    return Object.keys(change).length > 0 ? [{ id, changes: change }] : [];
  });
  await stopClocks(tx, stops);
  await updateRows(tx, "lead", changes, leads);
}

/** The moment of the first outbound activity of the owner or their team since the lead has this owner; null when there is none. */
function firstResponse(people: Directory, lead: Row, activities: readonly Row[]): string | null {
  const owner = lead.owner_id as string | null;
  if (owner === null) return null;
  const since = String(lead.assigned_at ?? lead.created_at);
  // Times typed by people are whole minutes: the minute in which the lead was assigned counts.
  const minute = `${since.slice(0, 16)}:00.000Z`;
  for (const activity of activities) {
    if (activity.kind === "note" || activity.direction === "in" || String(activity.happened_at) < minute) continue;
    if (!sameTeam(people, owner, activity.owner_id as string | null)) continue;
    const at = String(activity.happened_at);
    return at > since ? at : since;
  }
  return null;
}

function protection(tx: Ctx, rules: PoolRules, lead: Row, counting: readonly Row[]): string | null {
  const since = lead.assigned_at as string | null;
  if (!lead.owner_id || !since || !lead.protected_until || CLOSED_STAGES.has(String(lead.stage))) return null;
  const zone = tx.house.settings.timeZone;
  const start: Protection = { since: dateOf(new Date(since), zone), ends: lastDateBefore(new Date(lead.protected_until as string), zone), reasons: [] };
  const after = counting.map((a) => dateOf(new Date(a.happened_at as string), zone)).filter((on) => on >= start.since).reduce<Protection>((held, on) => extend(rules, held, on), start);
  return after.ends === start.ends ? null : endOfDate(after.ends, zone).toISOString();
}

/** Ends the next-step tasks that new activities have overtaken (moved ones overtake nothing); answers whose leads had one. */
async function completeNextSteps(tx: Ctx, created: readonly Write[]): Promise<Set<string>> {
  const latest = created.map(({ after }) => ({ lead_id: after.lead_id, at: after.happened_at }));
  if (latest.length === 0) return new Set();
  const { rows } = await sql<{ id: string; lead_id: string }>`
    select distinct t.id, t.lead_id from json_to_recordset(${JSON.stringify(latest)}::json) as x(lead_id uuid, at timestamptz)
    join crm.task t on t.lead_id = x.lead_id and t.is_next_step and t.done_at is null and date_trunc('minute', t.created_at) <= x.at`.execute(tx.db);
  await updateRows({ ...tx, cause: { ...tx.cause, event: "task.done" } }, "task", rows.map((row) => ({ id: row.id, changes: { done_at: tx.now.toISOString() } })));
  return new Set(rows.map((row) => row.lead_id));
}
