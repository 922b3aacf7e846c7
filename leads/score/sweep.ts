import { sql } from "kysely";
import { sweep } from "../../core/jobs/sweep.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { scorePolicy } from "./kind.ts";
import { planDue } from "./due.ts";
import { scoreAgain } from "./score_again.ts";

/** Scores leads again of which something came in or faded: gathered, so that ten page views make one look and one entry of history. */
export const sweepScores = sweep<{ lead_id: string }>({
  name: "score.again",
  async take(tx, most) {
    // The lead first, then its row here: the order of whoever writes a lead.
    const { rows } = await sql<{ lead_id: string }>`
      select d.lead_id from clew.score_due d join crm.lead l on l.id = d.lead_id where d.due_at <= ${tx.now} order by d.due_at limit ${most} for update of l skip locked`.execute(tx.db);
    // A lead that is gone has no score.
    if (rows.length < most) await sql`delete from clew.score_due d where d.due_at <= ${tx.now} and not exists (select 1 from crm.lead l where l.id = d.lead_id)`.execute(tx.db);
    return rows;
  },
  async fire(tx, due) {
    const ids = due.map((row) => row.lead_id);
    await sql`with locked as (select lead_id from clew.score_due where lead_id = any(${ids}::uuid[]) and due_at <= ${tx.now} order by lead_id for update)
      delete from clew.score_due d using locked where d.lead_id = locked.lead_id`.execute(tx.db);
    const caused = { ...tx, cause: { ...tx.cause, event: "lead.rescored" } };
    await planDue(tx, await scoreAgain(caused, await publishedPolicy(tx.house, scorePolicy), ids));
  },
});
