import { sql } from "kysely";
import { z } from "zod";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import { deactivatePerson } from "../../core/access/people/deactivate.ts";
import { requireNeed } from "../../core/access/rights.ts";
import type { Ctx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { op } from "../../core/op.ts";
import { columnList, table } from "../../core/records/columns.ts";
import type { Row } from "../../core/language/types.ts";
import { Invalid, invalidField, NotFound } from "../../core/refusal.ts";
import { endClaimsOf, openCollisionsOf } from "../cleanse/collision/hand_on.ts";
import { LOST, WON } from "../opportunity.object.ts";
import { beginHandover } from "../route/reroute/begin.ts";
import { GiveLeads, requireGive, requirePeople } from "../route/reroute/give.ts";
import { HandoverOut, shown } from "../route/reroute/ops.ts";
import { Preview, previewGiven } from "../route/reroute/preview.ts";
import { HANDED, type Handed } from "../route/reroute/stored.ts";
import { passRoles, requireRoles, type Role, ROLES, rolesOf } from "./leaver_roles.ts";

const GivePeople = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("person"), id: z.uuid() }),
  z.strictObject({ by: z.literal("even"), ids: z.array(z.uuid()).min(1).max(200) }),
]);
const Plan = z.strictObject({
  lead: GiveLeads, account: GivePeople, contact: GivePeople, opportunity: GivePeople, task: GivePeople,
  /** Who becomes manager of their teams, admin of their pools and cover of the leaves they would have covered. */
  roles: z.strictObject({ by: z.literal("person"), id: z.uuid() }),
}).partial();
type Plan = z.infer<typeof Plan>;

/** What somebody has to hand on: open leads, opportunities and tasks, all accounts and contacts. */
const holdings = {
  lead: sql`stage not in ('converted', 'disqualified')`,
  account: sql`true`, contact: sql`true`,
  opportunity: sql`stage not in (${sql.lit(WON)}, ${sql.lit(LOST)})`,
  task: sql`done_at is null`,
} satisfies Record<Handed, unknown>;

/** What a person who leaves would hand on, and who would get which of their leads. Nothing is written. */
export const previewLeaver = op({
  name: "person.handover_preview",
  title: { zh: "预览离职交接", en: "Preview a leaver's hand-over" },
  needs: "lead:transfer",
  http: { method: "POST", path: "/people/:id/handover/preview" },
  input: z.strictObject({ id: z.uuid(), plan: Plan.default({}) }),
  output: z.object({
    counts: z.record(z.enum(HANDED), z.number()), leads: Preview.nullable(),
    roles: z.array(z.object({ kind: z.enum(ROLES), id: z.uuid(), name: z.string() })),
    /** Open collisions they have a part in, and leads they were given and have to accept by a time: both go on with the leads. */
    collisions: z.number(), offers: z.number(),
  }),
  async run(ctx, { id, plan }) {
    await requireLeaver(ctx, id);
    await requirePlan(ctx, id, plan);
    const held = await heldBy(ctx, id, HANDED);
    const counts = Object.fromEntries(HANDED.map((object) => [object, held[object].length])) as Record<Handed, number>;
    const [roles, collisions, offers] = await Promise.all([rolesOf(ctx, id), openCollisionsOf(ctx, id), openOffersOf(ctx, id)]);
    return { counts, roles, collisions, offers, leads: plan.lead ? await previewGiven(ctx, await leadRows(ctx, held.lead), plan.lead, [id]) : null };
  },
});

/**
 * Hands on everything the plan names and, with `deactivate`, switches the person off first: all in one transaction up to 1,000 records, beyond that as a
 * job that goes on after a crash. Claims under a collision go with their records, times to accept end with the move. Nobody is switched off who
 * would keep anything: then the plan has to name all they hold and are. Undone as one with POST /reroutes/:id/undo.
 */
export const handOverLeaver = op({
  name: "person.handover",
  title: { zh: "离职交接", en: "Hand over a leaver's work" },
  needs: "lead:transfer",
  http: { method: "POST", path: "/people/:id/handover", status: 201 },
  input: z.strictObject({ id: z.uuid(), plan: Plan, deactivate: z.boolean().default(false) }),
  output: HandoverOut,
  async run(ctx, { id, plan, deactivate }) {
    await requireLeaver(ctx, id);
    if (deactivate) requireNeed(ctx.actor, "person:remove");
    await requirePlan(ctx, id, plan);
    return transaction(ctx, async (tx) => {
      const held = await heldBy(tx, id, HANDED);
      const roles = await rolesOf(tx, id, plan.roles?.id);
      if (deactivate) {
        requireAll(plan, held, roles);
        await deactivatePerson.run(tx, { id });
        await endClaimsOf(tx, id);
      }
      if (plan.roles) {
        requireRoles(tx, roles);
        await passRoles(tx, roles, id, plan.roles.id);
      }
      const records = Object.fromEntries(HANDED.filter((object) => plan[object] !== undefined).map((object) => [object, held[object]]));
      const { roles: successor, ...given } = plan;
      const handover = await beginHandover(tx, {
        kind: "leaver",
        person_id: id, plan: { ...given, ...(successor && roles.length > 0 ? { roles: { ...successor, of: roles } } : {}), deactivate }, records });
      return (await shown(tx, [handover]))[0] as z.input<typeof HandoverOut>;
    });
  },
});

export const leaverOperations = [previewLeaver, handOverLeaver] as const;

async function requireLeaver(ctx: Ctx, id: string): Promise<void> {
  const people = await directory.get(ctx.house);
  const scope = ownersInScope(ctx.actor, "lead", people);
  if (!people.people.has(id) || (scope !== null && !scope.includes(id))) throw NotFound({ id });
}

/** Throws Invalid for every part of somebody's work that a plan leaves with them. */
function requireAll(plan: Plan, held: Readonly<Record<Handed, readonly string[]>>, roles: readonly Role[]): void {
  const left = [...HANDED.filter((object) => held[object].length > 0 && plan[object] === undefined).map((object) => [object, held[object].length] as const), ...(roles.length > 0 && !plan.roles ? [["roles", roles.length] as const] : [])];
  if (left.length === 0) return;
  throw Invalid({}, left.map(([part, n]) => ({ path: `plan.${part}`, message: { zh: `还有 ${n} 项没有交接，停用后将无人处理`, en: `${n} would stay with somebody who cannot sign in; say who gets them` } })));
}

async function requirePlan(ctx: Ctx, leaver: string, plan: Plan): Promise<void> {
  for (const [part, give] of Object.entries(plan)) {
    const ids = give.by === "person" ? [give.id] : give.by === "even" ? give.ids : [];
    if (ids.includes(leaver)) throw invalidField(`plan.${part}`, { zh: "不能交接给本人", en: "It cannot go to the person who leaves" });
  }
  if (plan.roles) await requirePeople(ctx, [plan.roles.id], "plan.roles");
  for (const object of HANDED) {
    const give = plan[object];
    if (give === undefined) continue;
    requireNeed(ctx.actor, object === "task" ? "task:assign" : `${object}:transfer`);
    if (give.by === "person" || give.by === "even") await requirePeople(ctx, give.by === "person" ? [give.id] : give.ids, `plan.${object}`);
    else await requireGive(ctx, give, `plan.${object}`);
  }
}

async function heldBy<O extends Handed>(ctx: Ctx, id: string, objects: readonly O[]): Promise<Record<O, string[]>> {
  const held = {} as Record<O, string[]>;
  for (const object of objects) {
    const { rows } = await sql<{ id: string }>`select id from ${table(object)} where owner_id = ${id} and ${holdings[object]} order by created_at, id`.execute(ctx.db);
    held[object] = rows.map((row) => row.id);
  }
  return held;
}

async function openOffersOf(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from clew.route_offer o join crm.lead l on l.id = o.lead_id where o.owner_id = ${id} and o.ended_at is null and l.owner_id = o.owner_id`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

async function leadRows(ctx: Ctx, ids: readonly string[]): Promise<Row[]> {
  const columns = [...(await catalog.get(ctx.house)).fields("lead").values()];
  const { rows } = await sql<Row>`select ${columnList(columns)} from crm.lead where id = any(${ids}::uuid[]) order by created_at, id`.execute(ctx.db);
  return rows;
}
