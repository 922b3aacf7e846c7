import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import type { Write } from "../../../core/objects/standard.ts";
import { type Notice, notify } from "../../../core/notifications/notify.ts";
import { asked, managersOfBoth } from "./deciders.ts";
import { keepSteps } from "./steps.ts";

/** Whoever leaves hands their claims on with their records; taking that back gives them back. */
const HANDS_ON: ReadonlySet<string> = new Set(["handover.leaver", "handover.leaver_undo"]);
export const handsClaimsOn = ({ cause }: Ctx): boolean => HANDS_ON.has(cause.event ?? "");

interface Claimed {
  id: string;
  record_id: string;
  object: string;
  holder_id: string;
  claimant_id: string;
}

/**
 * A claim under a collision goes with the record it stands on: to whoever gets the customer, and with the claimant's own lead. Where both
 * sides become one, or nobody holds the customer any more, there is nothing left to decide.
 */
export async function handClaimsOn(tx: Ctx, moving: readonly Write[]): Promise<void> {
  if (moving.length === 0) return;
  const moves = moving.map(({ id, before, after }) => ({ id, from: before?.owner_id ?? null, to: after.owner_id ?? null }));
  const { rows } = await sql<Claimed>`
    update clew.collision c set holder_id = case when c.record_id = m.id and c.holder_id = m."from" then coalesce(m."to", c.holder_id) else c.holder_id end,
      claimant_id = case when c.rival_id = m.id and c.claimant_id = m."from" then coalesce(m."to", c.claimant_id) else c.claimant_id end,
      state = case when m."to" is null or m."to" = case when c.record_id = m.id then c.claimant_id else c.holder_id end
        or exists (select from clew.collision o where o.id <> c.id and o.frozen and o.record_id = c.record_id and o.claimant_id = m."to") then 'withdrawn' else c.state end
    from ${rowsOf(moves, { id: "uuid", from: "uuid", to: "uuid" }, "m")}
    where c.frozen and ((c.record_id = m.id and c.holder_id = m."from") or (c.rival_id = m.id and c.claimant_id = m."from"))
    returning c.id, c.record_id, c.object, c.holder_id, c.claimant_id`.execute(tx.db);
  await close(tx, rows);
}

/** Claims of somebody who leaves that stand on no lead of theirs are given up, and what waits for their verdict goes to whoever is next. */
export async function endClaimsOf(tx: Ctx, leaver: string): Promise<void> {
  const { rows: own } = await sql<Claimed>`
    update clew.collision set state = 'withdrawn' where frozen and claimant_id = ${leaver} and rival_id is null returning id, record_id, object, holder_id, claimant_id`.execute(tx.db);
  await close(tx, own);
  const people = await directory.get(tx.house);
  const { rows: waiting } = await sql<Claimed>`
    select id, record_id, object, holder_id, claimant_id from clew.collision where frozen and decider_id = ${leaver} order by id for update`.execute(tx.db);
  if (waiting.length === 0) return;
  const next = waiting.map((one) => ({ ...one, decider: managersOfBoth(people, one.holder_id, one.claimant_id).find((id) => id !== leaver) ?? null }));
  await sql`
    update clew.collision c set decider_id = x.decider, deciders = case when x.decider is null then c.deciders else array_append(c.deciders, x.decider) end
    from ${rowsOf(next, { id: "uuid", decider: "uuid" })} where c.id = x.id`.execute(tx.db);
  await notify(tx, next.flatMap(({ id, decider, holder_id, claimant_id }) => asked(people, decider).filter((person) => person !== leaver).map((person_id): Notice => ({
    person_id, kind: "collision_to_decide", object: "collision", record_id: id, facts: { lead: null, holder: people.people.get(holder_id)?.name, claimant: people.people.get(claimant_id)?.name },
  }))));
}

/** How many open collisions somebody has a part in. */
export async function openCollisionsOf(ctx: Ctx, person: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from clew.collision where frozen and (holder_id = ${person} or claimant_id = ${person} or decider_id = ${person})`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

/** Stops the clocks of those that were withdrawn, and says so in their history. */
async function close(tx: Ctx, touched: readonly Claimed[]): Promise<void> {
  if (touched.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    update clew.collision set due_at = null, fire_at = null where id = any(${touched.map((one) => one.id)}::uuid[]) and state = 'withdrawn' returning id`.execute(tx.db);
  const over = new Set(rows.map((row) => row.id));
  const ended = touched.filter((one) => over.has(one.id));
  await keepSteps(tx, ended.map(({ id, record_id, object }) => ({ collision_id: id, record_id, object, kind: "withdrawn" as const, by: tx.actor.kind === "person" ? tx.actor.id : null, facts: {} })));
  await notify(tx, ended.map(({ id, holder_id }): Notice => ({ person_id: holder_id, kind: "collision_withdrawn", object: "collision", record_id: id, facts: {} })));
}
