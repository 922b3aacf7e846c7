import { sql } from "kysely";
import { z } from "zod";
import { writeOrganisation } from "../../../core/access/organisation.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import { NotFound } from "../../../core/refusal.ts";
import { customerFields, customersOf, keysOfNamed } from "../taken/customer.ts";
import { logQuery, requireWithinLimits } from "../taken/log.ts";
import { addEvidence, appeal, withdraw } from "./act.ts";
import { openCollisions } from "./open.ts";
import { HeldByYou, NobodyHolds, OnlyPeopleClaim } from "./refusals.ts";
import { COLLISION_SETTING, CollisionSettingShape, collisionSettingOf, DEFAULT_COLLISION_SETTING } from "./setting.ts";
import { settle } from "./settle.ts";
import { CollisionOut, showCollisions, StepOut, stepsOf } from "./show.ts";
import { COLLISION_COLUMNS, type Collision, involved } from "./stored.ts";

const One = z.strictObject({ id: z.uuid() });
const Note = z.string().trim().min(1).max(2_000);

async function shown(ctx: Ctx, collision: Collision) {
  return (await showCollisions(ctx, [collision]))[0] as z.input<typeof CollisionOut>;
}

/** Collisions of the caller, their people, and those they are to decide: open ones first, the newest of them first. */
export const listCollisions = op({
  name: "collision.list",
  title: { zh: "撞单", en: "Collisions" },
  needs: "collision:read",
  http: { method: "GET", path: "/collisions" },
  input: z.strictObject({
    state: z.enum(["waiting", "settled", "all"]).default("waiting"), record_id: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50), before: z.uuid().optional(),
  }),
  output: z.object({ items: z.array(CollisionOut), next: z.string().nullable() }),
  async run(ctx, { state, record_id, limit, before }) {
    const wanted = state === "all" ? sql`true` : state === "waiting" ? sql`c.frozen` : sql`not c.frozen`;
    // Said of the lead that is claimed, and of the claimant's own that waits with it.
    const about = sql`and (c.record_id = ${record_id ?? null}::uuid or (c.frozen and c.rival_id = ${record_id ?? null}::uuid))`;
    const { rows } = await sql<Collision>`
      select ${COLLISION_COLUMNS} from clew.collision c where ${wanted} and ${await involved(ctx)} ${record_id ? about : sql``}
        ${before ? sql`and (c.frozen, c.opened_at, c.id) < (select frozen, opened_at, id from clew.collision where id = ${before})` : sql``}
      order by c.frozen desc, c.opened_at desc, c.id desc limit ${limit + 1}`.execute(ctx.db);
    const items = await showCollisions(ctx, rows.slice(0, limit));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

/** One collision with both claims, the proposed verdict and what happened. */
export const getCollision = op({
  name: "collision.get",
  title: { zh: "查看撞单", en: "Get a collision" },
  needs: "collision:read",
  http: { method: "GET", path: "/collisions/:id" },
  input: One,
  output: CollisionOut.extend({ steps: z.array(StepOut) }),
  async run(ctx, { id }) {
    const { rows } = await sql<Collision>`select ${COLLISION_COLUMNS} from clew.collision c where c.id = ${id} and ${await involved(ctx)}`.execute(ctx.db);
    const [collision] = rows;
    if (!collision) throw NotFound({ object: "collision", id });
    return { ...(await shown(ctx, collision)), steps: await stepsOf(ctx, collision) };
  },
});

/** A person claims a customer that somebody else holds. Logged and limited like the question whether they are taken. */
export const raiseCollision = op({
  name: "collision.raise",
  title: { zh: "主张客户", en: "Claim a customer" },
  needs: "lead:check",
  http: { method: "POST", path: "/collisions", status: 201 },
  input: z.strictObject({ ...customerFields, note: Note.optional() }),
  output: CollisionOut,
  async run(ctx, { note, ...named }) {
    const me = ctx.actor.id;
    if (ctx.actor.kind !== "person" || me === null) throw OnlyPeopleClaim();
    const keys = keysOfNamed(ctx, named);
    await requireWithinLimits(ctx, named);
    return transaction(ctx, async (tx) => {
      const customers = await customersOf(tx, keys);
      const held = customers.find((customer) => customer.owner_id !== null && customer.owner_id !== me);
      const mine = customers.find((customer) => customer.owner_id === me);
      await logQuery(tx, named, customers.length > 0, held ?? mine);
      if (!held) throw mine ? HeldByYou() : NobodyHolds();
      const rival = mine?.object === "lead" ? mine.id : null;
      const [id] = await openCollisions(tx, [{ object: held.object, record_id: held.id, claimant_id: me, how: "claim", rival_id: rival, asked: named, note }]);
      if (!id) throw NobodyHolds();
      const { rows } = await sql<Collision>`select ${COLLISION_COLUMNS} from clew.collision c where c.id = ${id}`.execute(tx.db);
      return shown(tx, rows[0] as Collision);
    });
  },
});

/** One of the two, or who decides, adds what they know; `wish`: whom the customer wants. */
export const addCollisionEvidence = op({
  name: "collision.evidence",
  title: { zh: "补充撞单证据", en: "Add evidence to a collision" },
  needs: "collision:read",
  http: { method: "POST", path: "/collisions/:id/evidence" },
  input: One.extend({ note: Note, wish: z.enum(["holder", "claimant"]).optional() }),
  output: CollisionOut,
  run: (ctx, { id, note, wish }) => transaction(ctx, async (tx) => shown(tx, await addEvidence(tx, id, note, wish))),
});

/** The manager of both decides; ownership follows at once. `share`: the holder's part of a split, in percent. */
export const decideCollision = op({
  name: "collision.decide",
  title: { zh: "裁决撞单", en: "Decide a collision" },
  needs: "collision:decide",
  http: { method: "POST", path: "/collisions/:id/decide" },
  input: One.extend({ verdict: z.enum(["holder", "claimant", "split"]), share: z.int().min(1).max(99).optional(), note: Note.optional() }),
  output: CollisionOut,
  run: (ctx, { id, verdict, share, note }) => transaction(ctx, async (tx) => shown(tx, await settle(tx, id, verdict, share ?? null, note ?? null))),
});

/** The loser appeals to the next manager, once. */
export const appealCollision = op({
  name: "collision.appeal",
  title: { zh: "撞单申诉", en: "Appeal a verdict" },
  needs: "collision:read",
  http: { method: "POST", path: "/collisions/:id/appeal" },
  input: One.extend({ reason: Note }),
  output: CollisionOut,
  run: (ctx, { id, reason }) => transaction(ctx, async (tx) => shown(tx, await appeal(tx, id, reason))),
});

/** The claimant gives the claim up. */
export const withdrawCollision = op({
  name: "collision.withdraw",
  title: { zh: "撤回撞单", en: "Withdraw a claim" },
  needs: "collision:read",
  http: { method: "POST", path: "/collisions/:id/withdraw" },
  input: One,
  output: CollisionOut,
  run: (ctx, { id }) => transaction(ctx, async (tx) => shown(tx, await withdraw(tx, id))),
});

/** How collisions are settled here, and what ships. */
export const getCollisionSetting = op({
  name: "collision.setting",
  title: { zh: "查看撞单规则", en: "Read how collisions are settled" },
  needs: "collision:read",
  http: { method: "GET", path: "/collisions/setting" },
  input: z.strictObject({}),
  output: z.object({ setting: CollisionSettingShape, shipped: CollisionSettingShape }),
  run: async (ctx) => ({ setting: await collisionSettingOf(ctx.house), shipped: DEFAULT_COLLISION_SETTING }),
});

/** Changes how collisions are settled, from the next one on. */
export const setCollisionSetting = op({
  name: "collision.set",
  title: { zh: "修改撞单规则", en: "Change how collisions are settled" },
  needs: "organisation:edit",
  http: { method: "PUT", path: "/collisions/setting" },
  input: CollisionSettingShape,
  output: CollisionSettingShape,
  run: (ctx, setting) =>
    transaction(ctx, async (tx) => {
      await writeOrganisation(tx, { settings: { [COLLISION_SETTING]: setting } });
      return setting;
    }),
});
