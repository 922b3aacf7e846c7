import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../core/op.ts";
import { present } from "../../core/records/present.ts";
import { visibleRows } from "../../core/records/find.ts";
import { viewOf } from "../../core/records/viewer.ts";

const MOST = 200;

/** Leads the caller was given and has to accept by a time, the most urgent first. */
export const myOffers = op({
  name: "lead.offers",
  title: { zh: "待接受的线索", en: "Leads to accept" },
  needs: "lead:accept",
  http: { method: "GET", path: "/leads/offers" },
  input: z.strictObject({}),
  output: z.object({ items: z.array(z.object({ lead_id: z.uuid(), name: z.string(), offered_at: z.string(), until: z.string() })) }),
  async run(ctx) {
    const { rows } = await sql<{ lead_id: string; offered_at: string; until: string }>`
      select o.lead_id, o.offered_at, o.fire_at as until from crm.lead l join clew.route_offer o on o.lead_id = l.id
      where l.owner_id = ${ctx.actor.id}::uuid and l.stage in ('new', 'assigned') and l.first_response_at is null and o.ended_at is null and o.owner_id = l.owner_id order by o.fire_at limit ${sql.lit(MOST)}`.execute(ctx.db);
    if (rows.length === 0) return { items: [] };
    const view = await viewOf(ctx, "lead");
    const names = new Map((await present(view, await visibleRows(view, rows.map((row) => row.lead_id)))).map((lead) => [lead.id as string, String(lead.name ?? lead.company ?? "")]));
    return { items: rows.map((row) => ({ ...row, name: names.get(row.lead_id) ?? "" })) };
  },
});
