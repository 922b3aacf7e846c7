import { sql } from "kysely";
import { v7 } from "uuid";
import { rowsOf } from "../../core/db/rows.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { type Notice, notify } from "../../core/notifications/notify.ts";
import { recordDecisions } from "../../core/policies/decision.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { lockRows, updateRows } from "../../core/records/write.ts";
import { nextAttention, recycleFacts } from "./facts.ts";
import { poolPolicy } from "./kind.ts";
import { existing, pools } from "./membership.ts";
import { compileRecycle } from "./recycle.ts";

interface DueHold {
  id: string;
  lead_id: string;
  owner_id: string;
}

/** Warns before a lead goes back, and takes it back when its time has come. The rules published now decide. */
export const sweepHolds = sweep<DueHold>({
  name: "recycle",
  async take(tx, most) {
    // The lead before its hold, as everybody else locks them; what somebody has in hand just now is left for the next round.
    const { rows } = await sql<DueHold>`
      with leads as materialized (
        select l.id from clew.hold h join crm.lead l on l.id = h.lead_id
        where h.to_at is null and h.fire_at <= ${tx.now} and h.owner_id is not null
          and not exists (select from clew.collision c where c.record_id = h.lead_id and c.frozen)
        order by h.fire_at limit ${most} for update of l skip locked)
      select h.id, h.lead_id, h.owner_id from leads join clew.hold h on h.lead_id = leads.id
      where h.to_at is null and h.fire_at <= ${tx.now} and h.owner_id is not null for update of h skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, holds) {
    const { body, version } = await publishedPolicy(tx.house, poolPolicy);
    const env = await filterEnv(tx);
    const decide = compileRecycle(body, env);
    const [all, known] = [await catalog.get(tx.house), await pools.get(tx.house)];
    const leads = await lockRows(tx, all.object("lead"), all, holds.map((h) => h.lead_id));
    const notices: Notice[] = [];
    const later: { id: string; fire_at: string | null }[] = [];
    const gone = holds.flatMap((hold) => {
      const row = leads.get(hold.lead_id);
      const recycling = row && row.owner_id === hold.owner_id ? decide(recycleFacts(row, env.timeZone)) : null;
      if (!row || !recycling?.at) {
        later.push({ id: hold.id, fire_at: null });
        return [];
      }
      const about = { person_id: hold.owner_id, object: "lead", record_id: hold.lead_id, facts: { lead: row.name ?? row.company, at: recycling.at.toISOString() } };
      if (recycling.at > tx.now) {
        notices.push({ kind: "recycle_warning", ...about });
        later.push({ id: hold.id, fire_at: nextAttention(recycling, tx.now)?.toISOString() ?? null });
        return [];
      }
      notices.push({ kind: "recycled", ...about });
      return [{ row, recycling }];
    });
    if (later.length > 0) {
      await sql`
        update clew.hold h set fire_at = x.fire_at, warned = warned + 1 from ${rowsOf(later, { id: "uuid", fire_at: "timestamptz" })} where h.id = x.id`.execute(tx.db);
    }
    await updateRows(tx, "lead", gone.map(({ row, recycling }) => ({
      id: row.id as string, changes: { owner_id: null, pool_id: existing(known, recycling.to_pool), stage: "new" },
    })), leads);
    await recordDecisions(tx, gone.map(({ row, recycling }) => ({
      id: v7(), object: "lead", record_id: row.id as string,
      verdicts: [{ kind: "pool" as const, version, outcome: { recycled: true, from: row.owner_id, rule: recycling.rule_id, to_pool: existing(known, recycling.to_pool) }, reasons: recycling.because }],
    })));
    await notify(tx, notices);
  },
});
