import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { lockRows, updateRows } from "../../../core/records/write.ts";
import { mergedInto } from "../merge/merged_into.ts";
import { mergeLeads, unscoped } from "../merge/merge.ts";
import { CollisionDecided, NotDecider } from "./refusals.ts";
import { collisionSettingOf } from "./setting.ts";
import { keepSteps } from "./steps.ts";
import { type Collision, lockCollision, standing, type Verdict } from "./stored.ts";

const DAY = 86_400_000;

/** Decides a collision and carries the verdict out, in the caller's transaction: of two who decide at once, the second is told. */
export async function settle(tx: Ctx, id: string, verdict: Verdict, share: number | null, note: string | null): Promise<Collision> {
  const collision = await lockCollision(tx, id);
  const people = await directory.get(tx.house);
  if (!collision.frozen) throw CollisionDecided({ state: collision.state, verdict: collision.verdict });
  if (!standing(tx, people, collision).abilities.includes("decide")) throw NotDecider();
  const { appeal_days } = await collisionSettingOf(tx.house);
  const last = collision.state === "appealed" || appeal_days === 0;
  const until = last ? null : new Date(tx.now.getTime() + appeal_days * DAY);
  await sql`
    update clew.collision set state = ${last ? "final" : "decided"}, verdict = ${verdict}, share = ${verdict === "split" ? (share ?? 50) : null}, note = ${note}, decided_at = ${tx.now},
      decided_by = ${tx.actor.kind === "person" ? tx.actor.id : null}::uuid, appeal_until = ${until}, due_at = null, fire_at = null where id = ${id}`.execute(tx.db);
  await execute(tx, collision, verdict, note);
  const about = { collision_id: id, record_id: collision.record_id, object: collision.object };
  await keepSteps(tx, [{ ...about, kind: "decided", by: tx.actor.kind === "person" ? tx.actor.id : null, facts: { verdict, note, ...(verdict === "split" ? { share: share ?? 50 } : {}) } }]);
  await notify(tx, ([["holder", collision.holder_id], ["claimant", collision.claimant_id]] as const).map(([side, person_id]) => ({
    person_id, kind: verdict === "split" ? "collision_split" : verdict === side ? "collision_won" : "collision_lost", object: "collision", record_id: id, facts: { until: until?.toISOString() ?? null },
  })));
  return lockCollision(tx, id);
}

/** Ownership follows the verdict through the one write path: quotas, holds, clocks and history as for every other change of owner. */
async function execute(tx: Ctx, collision: Collision, verdict: Verdict, note: string | null): Promise<void> {
  const within: Ctx = unscoped({ ...tx, cause: { kind: "rule", id: collision.id, event: "collision.decide", ...(note ? { note } : {}) } });
  const { object } = collision;
  const all = await catalog.get(tx.house);
  const merged = object === "lead" ? await mergedInto(tx, [collision.record_id, ...(collision.rival_id ? [collision.rival_id] : [])]) : new Map<string, string>();
  const id = merged.get(collision.record_id) ?? collision.record_id;
  const rival = object === "lead" ? collision.rival_id : null;
  const rows = await lockRows(within, all.object(object), all, rival && !merged.has(rival) && rival !== id ? [id, rival] : [id]);
  const record = rows.get(id);
  // Removed meanwhile: the verdict stands, there is nothing to move.
  if (!record) return;
  const own = rival ? rows.get(rival) : undefined;
  if (own && own.stage !== "converted") await mergeLeads(within, id, [own.id as string], {});
  const owner_id = verdict === "claimant" ? collision.claimant_id : collision.holder_id;
  if (record.owner_id === owner_id) return;
  const [written] = await updateRows(within, object, [{ id, changes: { owner_id } }]);
  if (written?.refused) throw written.refused;
}
