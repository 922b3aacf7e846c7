import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { deadline } from "./deadline.ts";
import { asked, managersOfBoth } from "./deciders.ts";
import { proposeVerdict, type Side } from "./propose.ts";
import { AppealOver, CollisionDecided, NotParty } from "./refusals.ts";
import { collisionSettingOf } from "./setting.ts";
import { keepSteps } from "./steps.ts";
import { type Collision, lockCollision, standing } from "./stored.ts";

/** Adds what one side has to say; whom the customer wants may change the proposed verdict. */
export async function addEvidence(tx: Ctx, id: string, note: string, wish: Side | undefined): Promise<Collision> {
  const collision = await lockCollision(tx, id);
  const people = await directory.get(tx.house);
  const { side, abilities } = standing(tx, people, collision);
  if (!collision.frozen) throw CollisionDecided({ state: collision.state });
  if (!abilities.includes("evidence")) throw NotParty();
  await keepSteps(tx, [{ collision_id: id, record_id: collision.record_id, object: collision.object, kind: "evidence", by: tx.actor.id, facts: { ...(side ? { side } : {}), note, ...(wish ? { wish } : {}) } }]);
  if (wish) {
    // Who decides has the last word on it; else the two must not contradict each other.
    const { rows } = await sql<{ side: Side | null; wish: Side }>`
      select distinct on (facts->>'side') facts->>'side' as side, facts->>'wish' as wish from clew.collision_step
      where collision_id = ${id} and kind = 'evidence' and facts ? 'wish' order by facts->>'side', at desc, id desc`.execute(tx.db);
    const said = rows.find((row) => row.side === null)?.wish ?? (new Set(rows.map((row) => row.wish)).size === 1 ? (rows[0]?.wish ?? null) : null);
    const proposal = proposeVerdict(await collisionSettingOf(tx.house), { ...collision, wish: said }, tx.now);
    await sql`update clew.collision set proposal = ${JSON.stringify(proposal)}::jsonb where id = ${id}`.execute(tx.db);
  }
  await notify(tx, asked(people, collision.decider_id).map((person_id) => ({ person_id, kind: "collision_evidence", object: "collision", record_id: id, facts: { by: tx.actor.name } })));
  return lockCollision(tx, id);
}

/** The loser asks the next manager, once and in time; the record is frozen again until the second verdict, which is final. */
export async function appeal(tx: Ctx, id: string, reason: string): Promise<Collision> {
  const collision = await lockCollision(tx, id);
  const people = await directory.get(tx.house);
  const { side, abilities } = standing(tx, people, collision);
  if (side === null) throw NotParty();
  if (!abilities.includes("appeal")) throw AppealOver();
  const above = managersOfBoth(people, collision.holder_id, collision.claimant_id);
  const next = above.find((manager) => manager !== collision.decided_by && !collision.deciders.includes(manager)) ?? null;
  const due = await deadline(tx, await collisionSettingOf(tx.house));
  await sql`
    update clew.collision set state = 'appealed', appealed_by = ${tx.actor.id}::uuid, decider_id = ${next}::uuid, deciders = ${next ? [...collision.deciders, next] : collision.deciders}::uuid[],
      level = level + 1, due_at = ${due}, fire_at = ${due}, appeal_until = null where id = ${id}`.execute(tx.db);
  await keepSteps(tx, [{ collision_id: id, record_id: collision.record_id, object: collision.object, kind: "appealed", by: tx.actor.id, facts: { side, note: reason } }]);
  const winner = side === "holder" ? collision.claimant_id : collision.holder_id;
  const told = asked(people, next).filter((person) => person !== collision.decided_by || next === null);
  await notify(tx, [...told.map((person_id) => ({ person_id, kind: "collision_to_decide", object: "collision", record_id: id, facts: { lead: null, holder: people.people.get(collision.holder_id)?.name, claimant: people.people.get(collision.claimant_id)?.name } })),
    { person_id: winner, kind: "collision_appealed", object: "collision", record_id: id, facts: {} }]);
  return lockCollision(tx, id);
}

/** The claimant gives the claim up before a verdict: nothing changes hands. */
export async function withdraw(tx: Ctx, id: string): Promise<Collision> {
  const collision = await lockCollision(tx, id);
  const { side, abilities } = standing(tx, await directory.get(tx.house), collision);
  if (side !== "claimant") throw NotParty();
  if (!abilities.includes("withdraw")) throw CollisionDecided({ state: collision.state });
  await sql`update clew.collision set state = 'withdrawn', due_at = null, fire_at = null where id = ${id}`.execute(tx.db);
  await keepSteps(tx, [{ collision_id: id, record_id: collision.record_id, object: collision.object, kind: "withdrawn", by: tx.actor.id, facts: {} }]);
  await notify(tx, [{ person_id: collision.holder_id, kind: "collision_withdrawn", object: "collision", record_id: id, facts: {} }]);
  return lockCollision(tx, id);
}
