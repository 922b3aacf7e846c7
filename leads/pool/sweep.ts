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
import { DEFAULT_POOL } from "../campaign.object.ts";
import { poolPolicy } from "./kind.ts";
import { compileRecycle } from "./recycle.ts";
import { nextAttention, recycleFacts } from "./recycling.ts";

interface DueHold {
  id: string;
  lead_id: string;
  owner_id: string;
}

/** Warns before a lead goes back, and takes it back when its time has come. The rules published now decide. */
export const sweepHolds = sweep<DueHold>({
  name: "recycle",
  async take(tx, most) {
    const { rows } = await sql<DueHold>`
      select id, lead_id, owner_id from clew.hold where to_at is null and fire_at <= ${tx.now} and owner_id is not null
        and not exists (select from clew.collision c where c.record_id = lead_id and c.frozen)
      order by fire_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, holds) {
    const { body, version } = await publishedPolicy(tx.house, poolPolicy);
    const env = await filterEnv(tx);
    const decide = compileRecycle(body, env);
    const all = await catalog.get(tx.house);
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
      id: row.id as string, changes: { owner_id: null, pool_id: recycling.to_pool ?? DEFAULT_POOL, stage: "new" },
    })));
    await recordDecisions(tx, gone.map(({ row, recycling }) => ({
      id: v7(), object: "lead", record_id: row.id as string,
      verdicts: [{ kind: "pool" as const, version, outcome: { recycled: true, from: row.owner_id, rule: recycling.rule_id }, reasons: recycling.because }],
    })));
    await notify(tx, notices);
  },
});
