import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { type Notice, notify } from "../../core/notifications/notify.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { recordDecisions } from "../../core/policies/decision.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { lockRows, updateRows } from "../../core/records/write.ts";
import type { Row } from "../../core/language/types.ts";
import { assignAgain } from "./assign.ts";
import { routePolicy } from "./kind.ts";
import { UNACCEPTED } from "./accept.ts";
import { openOffers } from "./offers.ts";

interface DueOffer {
  id: string;
  lead_id: string;
  owner_id: string;
  offered_at: string;
}

/** Leads not accepted in time go to the next candidate, never again to one who let them pass; each offer ends exactly once, however late. */
export const sweepOffers = sweep<DueOffer>({
  name: "accept",
  async take(tx, most) {
    const { rows: due } = await sql`select 1 from clew.route_offer where ended_at is null and fire_at <= ${tx.now} limit 1`.execute(tx.db);
    if (due.length === 0) return [];
    await sql`
      update clew.route_offer o set ended_at = ${tx.now}, outcome = 'moved' where ended_at is null and fire_at <= ${tx.now} and not exists (select from crm.lead l where l.id = o.lead_id)`.execute(tx.db);
    // Leads somebody works on at this moment are left for the next round.
    const { rows } = await sql<DueOffer>`
      select o.id, o.lead_id, o.owner_id, o.offered_at from clew.route_offer o join crm.lead l on l.id = o.lead_id where o.ended_at is null and o.fire_at <= ${tx.now}
      order by o.fire_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, offers) {
    const all = await catalog.get(tx.house);
    const leads = await lockRows(tx, all.object("lead"), all, offers.map((o) => o.lead_id));
    const outcome = (offer: DueOffer): "moved" | "accepted" | "missed" => {
      const row = leads.get(offer.lead_id);
      if (!row || row.owner_id !== offer.owner_id) return "moved";
      return !UNACCEPTED.has(String(row.stage)) || (row.first_response_at && String(row.first_response_at) >= offer.offered_at) ? "accepted" : "missed";
    };
    const judged = offers.map((offer) => ({ ...offer, outcome: outcome(offer) }));
    await sql`
      update clew.route_offer o set ended_at = ${tx.now}, outcome = x.outcome from ${rowsOf(judged, { id: "uuid", outcome: "text" })} where o.id = x.id`.execute(tx.db);
    await passOn({ ...tx, cause: { kind: "rule", event: "lead.passed_on" } }, judged.filter((o) => o.outcome === "missed").map((o) => leads.get(o.lead_id) as Row));
  },
});

/** Gives leads that were let pass to whoever is next by the rules published now; nobody left: the fallback. */
async function passOn(tx: Ctx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const { body } = await publishedPolicy(tx.house, routePolicy);
  const { version, decisions } = await assignAgain(tx, rows, await passedBy(tx, rows.map((row) => row.id as string)));
  const written = await updateRows(tx, "lead", rows.map((row, i) => ({
    id: row.id as string, changes: { owner_id: decisions[i]?.owner_id ?? null, pool_id: decisions[i]?.pool_id ?? null, stage: decisions[i]?.owner_id ? "assigned" : "new" },
  })));
  // After the move, which ended what was open; a lead that may not be moved stays, without a new time.
  const moved = decisions.filter((_, i) => !written[i]?.refused);
  await openOffers(tx, body, version, rows.filter((_, i) => !written[i]?.refused).map((row) => row.id as string), moved);
  await recordDecisions(tx, decisions.map((d, i) => ({
    object: "lead", record_id: rows[i]?.id as string,
    verdicts: [{ kind: "route" as const, version, outcome: { owner_id: d.owner_id, pool_id: d.pool_id, rule: d.rule_id, strategy: d.strategy, missed: rows[i]?.owner_id }, reasons: d.reasons, candidates: d.candidates }],
  })));
  const notices = rows.flatMap((row, i): Notice[] => {
    const about = { object: "lead", record_id: row.id as string, facts: { lead: row.name ?? row.company } };
    const owner = decisions[i]?.owner_id;
    return [{ person_id: row.owner_id as string, kind: "accept_missed", ...about }, ...(owner && !written[i]?.refused ? [{ person_id: owner, kind: "lead_assigned", ...about }] : [])];
  });
  await notify(tx, notices);
}

/** Lead → everybody who let it pass. */
async function passedBy(tx: Ctx, leads: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ lead_id: string; people: string[] }>`
    select lead_id, array_agg(distinct owner_id) as people from clew.route_offer where lead_id = any(${leads}::uuid[]) and outcome = 'missed' group by lead_id`.execute(tx.db);
  return new Map(rows.map((row) => [row.lead_id, row.people]));
}
