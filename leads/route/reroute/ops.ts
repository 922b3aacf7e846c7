import { sql } from "kysely";
import { z } from "zod";
import { directory } from "../../../core/access/directory.ts";
import { requireNeed } from "../../../core/access/rights.ts";
import { changePerson } from "../../../core/access/people/update.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue } from "../../../core/jobs/queue.ts";
import { op } from "../../../core/op.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { present } from "../../../core/records/present.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { AT_ONCE, beginHandover } from "./begin.ts";
import { GiveLeads, requireGive } from "./give.ts";
import { Chosen, chosenLeads } from "./pick_leads.ts";
import { Preview, previewGiven } from "./preview.ts";
import { myOffers } from "../my_offers.ts";
import { runHandover } from "./run.ts";
import { COLUMNS, type Handed, type Handover, HANDOVER_KINDS, type HandoverItem, handoverOf, NotFinished, seen } from "./stored.ts";
import { passRoles, requireRoles } from "../../team/leaver_roles.ts";
import { undoStep } from "./undo.ts";

const Counts = z.record(z.string(), z.number());
export const HandoverOut = z.object({
  id: z.uuid(), kind: z.enum(HANDOVER_KINDS), status: z.string(), person_id: z.uuid().nullable(), person: z.string().nullable(), by: z.string().nullable(), at: z.string(),
  plan: z.unknown(), total: z.number(), done: z.number(),
  /** State → how many: moved, kept, refused, back (given back by an undo), stayed (worked on since). */
  counts: Counts, moved: Counts, problem: z.object({ zh: z.string(), en: z.string() }).nullable(), undoable: z.boolean(),
});
const Named = z.object({ object: z.string(), id: z.uuid(), name: z.string(), state: z.string(), reason: z.unknown() });
const Give = z.strictObject({ ...Chosen, give: GiveLeads });
const UNDOABLE: ReadonlySet<string> = new Set(["done", "failed"]);
const ById = z.strictObject({ id: z.uuid() });

/** Who would get these leads, by the published rules or otherwise, and why. Nothing is written. */
export const previewReroute = op({
  name: "lead.reroute_preview",
  title: { zh: "预览批量重新分配", en: "Preview a re-route" },
  needs: "lead:transfer",
  http: { method: "POST", path: "/leads/reroute/preview" },
  input: Give,
  output: Preview,
  async run(ctx, { give, ...chosen }) {
    await requireGive(ctx, give);
    return previewGiven(ctx, await chosenLeads(ctx, chosen), give);
  },
});

/** Gives these leads anew. Up to 1,000 at once, more as a job that reports its progress; can be undone. */
export const rerouteLeads = op({
  name: "lead.reroute",
  title: { zh: "批量重新分配", en: "Re-route leads" },
  needs: "lead:transfer",
  http: { method: "POST", path: "/leads/reroute", status: 201 },
  input: Give,
  output: HandoverOut,
  async run(ctx, { give, ...chosen }) {
    await requireGive(ctx, give);
    return transaction(ctx, async (tx) => {
      const rows = await chosenLeads(tx, chosen);
      const handover = await beginHandover(tx, { kind: "reroute", plan: { lead: give }, records: { lead: rows.map((row) => row.id as string) } });
      return (await shown(tx, [handover]))[0] as z.input<typeof HandoverOut>;
    });
  },
});

/** What was handed over at once by people of one's scope, newest first, with progress. */
export const listReroutes = op({
  name: "handover.list",
  title: { zh: "批量转移记录", en: "Re-routes and hand-overs" },
  needs: "lead:transfer",
  http: { method: "GET", path: "/reroutes" },
  input: z.strictObject({ kind: z.enum(HANDOVER_KINDS).optional(), person_id: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(HandoverOut) }),
  async run(ctx, { kind, person_id, limit }) {
    const by = await seen(ctx);
    const { rows } = await sql<Handover>`
      select ${COLUMNS} from clew.handover where ${by ? sql`created_by = any(${by}::uuid[])` : sql`true`} ${kind ? sql`and kind = ${kind}` : sql``} ${person_id ? sql`and person_id = ${person_id}` : sql``}
      order by created_at desc, id desc limit ${limit}`.execute(ctx.db);
    return { items: await shown(ctx, rows) };
  },
});

/** One of them, with the records that stayed or were refused by name. */
export const getReroute = op({
  name: "handover.get",
  title: { zh: "查看批量转移", en: "Get a re-route" },
  needs: "lead:transfer",
  http: { method: "GET", path: "/reroutes/:id" },
  input: ById,
  output: HandoverOut.extend({ exceptions: z.array(Named) }),
  async run(ctx, { id }) {
    const handover = await handoverOf(ctx, id);
    return { ...((await shown(ctx, [handover]))[0] as z.input<typeof HandoverOut>), exceptions: await exceptions(ctx, id) };
  },
});

/** Gives everything back to whoever had it; what somebody has worked on since stays, by name. Somebody who was switched off with it is let in again. */
export const undoReroute = op({
  name: "handover.undo",
  title: { zh: "撤销批量转移", en: "Undo a re-route" },
  needs: "lead:transfer",
  http: { method: "POST", path: "/reroutes/:id/undo" },
  input: ById,
  output: HandoverOut.extend({ exceptions: z.array(Named) }),
  async run(ctx, { id }) {
    const { plan, person_id, status } = await handoverOf(ctx, id);
    if (!UNDOABLE.has(status)) throw NotFinished({ status });
    // On its own, because who may own a lead is asked of people as committed.
    if (plan.roles?.of) requireRoles(ctx, plan.roles.of);
    if (plan.deactivate && person_id) {
      requireNeed(ctx.actor, "person:edit");
      await transaction(ctx, (tx) => changePerson(tx, person_id, { status: "active" }));
    }
    await transaction(ctx, async (tx) => {
      const handover = await handoverOf(tx, id, true);
      if (!UNDOABLE.has(handover.status)) throw NotFinished({ status: handover.status });
      await sql`update clew.handover set status = 'undoing', actor = ${JSON.stringify(tx.actor)}::jsonb, beat_at = ${tx.now} where id = ${id}`.execute(tx.db);
      if (handover.total > AT_ONCE) await enqueue(tx, runHandover, { id }, { key: `handover:${id}` });
      else for (let more = true; more; ) more = await undoStep(tx, handover);
      if (plan.roles?.of && person_id) await passRoles(tx, plan.roles.of, plan.roles.id, person_id, true);
    });
    return getReroute.run(ctx, { id });
  },
});

/** Handovers as the API answers them. */
export async function shown(ctx: Ctx, handovers: readonly Handover[]): Promise<z.input<typeof HandoverOut>[]> {
  const people = await directory.get(ctx.house);
  const { rows } = await sql<{ handover_id: string; object: string; state: string; n: number }>`
    select handover_id, object, state, count(*) as n from clew.handover_item where handover_id = any(${handovers.map((h) => h.id)}::uuid[]) group by 1, 2, 3`.execute(ctx.db);
  return handovers.map((h) => {
    const counts: Record<string, number> = {};
    const moved: Record<string, number> = {};
    for (const row of rows) {
      if (row.handover_id !== h.id) continue;
      counts[row.state] = (counts[row.state] ?? 0) + row.n;
      if (row.state === "moved" || row.state === "stayed") moved[row.object] = (moved[row.object] ?? 0) + row.n;
    }
    return {
      id: h.id, kind: h.kind, status: h.status, person_id: h.person_id, person: h.person_id ? (people.people.get(h.person_id)?.name ?? null) : null, by: h.created_by ? (people.people.get(h.created_by)?.name ?? null) : null,
      at: h.created_at, plan: h.plan, total: h.total, done: h.done, counts, moved, problem: h.problem?.text ?? null, undoable: h.status === "done" && ((counts.moved ?? 0) > 0 || h.plan.roles?.of !== undefined || h.plan.deactivate === true),
    };
  });
}

/** Records that did not go, or did not come back, named as the actor may see them. */
async function exceptions(ctx: Ctx, id: string): Promise<z.input<typeof Named>[]> {
  const { rows } = await sql<HandoverItem & { reason: unknown }>`
    select n, object, record_id, state, before, after, reason from clew.handover_item where handover_id = ${id} and state in ('refused', 'stayed', 'kept') order by state desc, n limit 100`.execute(ctx.db);
  const names = new Map<string, string>();
  for (const object of new Set(rows.map((row) => row.object))) {
    const ids = rows.filter((row) => row.object === object).map((row) => row.record_id);
    for (const [record, name] of await namesOf(ctx, object, ids)) names.set(record, name);
  }
  return rows.map((row) => ({ object: row.object, id: row.record_id, name: names.get(row.record_id) ?? "", state: row.state, reason: row.reason }));
}

async function namesOf(ctx: Ctx, object: Handed, ids: readonly string[]): Promise<[string, string][]> {
  const view = await viewOf(ctx, object);

  const rows = await present(view, await visibleRows(view, ids));
  return rows.map((row) => [row.id as string, String(row[view.object.title ?? "name"] ?? row.company ?? "")]);
}

export const rerouteOperations = [myOffers, previewReroute, rerouteLeads, listReroutes, getReroute, undoReroute] as const;
