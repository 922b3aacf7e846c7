import { sql } from "kysely";
import { sweep } from "../../../core/jobs/sweep.ts";
import { type Identity, identify } from "./identify.ts";

const MINUTE = 60_000;
/** Looks for a lead come after 1, 2, 4 … minutes, at last once a day. */
const LONGEST_WAIT_MS = 1_440 * MINUTE;

/** Looks up visitors again who said who they are before there was a lead: one that comes in by another door later is found. */
export const sweepVisitors = sweep<Identity & { looks: number }>({
  name: "site.look_up",
  async take(tx, most) {
    const { rows } = await sql<Identity & { looks: number }>`
      select id as visitor_id, phone, email_key, looks from clew.site_visitor where look_at <= ${tx.now} order by look_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, visitors) {
    await identify(tx, visitors);
    // Whoever is still nobody waits twice as long.
    await sql`
      update clew.site_visitor set looks = looks + 1, look_at = ${tx.now}::timestamptz + least(${LONGEST_WAIT_MS}, ${MINUTE} * 2 ^ least(looks + 1, 12)) * interval '1 millisecond'
      where id = any(${visitors.map((each) => each.visitor_id)}::uuid[]) and lead_id is null`.execute(tx.db);
  },
});

/** Forgets what visitors did who stayed unknown for as long as their channel keeps it, and that they were there. */
export const sweepEvents = sweep<{ id: string }>({
  name: "site.forget",
  async take(tx, most) {
    const { rows } = await sql<{ id: string }>`select id from clew.site_event where lead_id is null and expires_at <= ${tx.now} order by expires_at limit ${most} for update skip locked`.execute(tx.db);
    if (rows.length < most) await sql`
      delete from clew.site_visitor where id in (select id from clew.site_visitor where lead_id is null and expires_at <= ${tx.now} order by expires_at limit ${most} for update skip locked)`.execute(tx.db);
    return rows;
  },
  async fire(tx, events) {
    await sql`delete from clew.site_event where id = any(${events.map((event) => event.id)}::uuid[])`.execute(tx.db);
  },
});
