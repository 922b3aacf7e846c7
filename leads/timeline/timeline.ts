import { z } from "zod";
import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import { Instant } from "../../core/moments.ts";
import { op } from "../../core/op.ts";
import { standardObjects } from "../../core/objects/standard.ts";
import { findRow } from "../../core/records/find.ts";
import { mask } from "../../core/records/present.ts";
import { type View, viewOf } from "../../core/records/viewer.ts";
import type { Value } from "../../core/language/types.ts";
import { invalidField } from "../../core/refusal.ts";
import { happenings, LINK, type Told } from "./sources.ts";

interface Item {
  id: string;
  at: string;
  kind: string;
  facts: Record<string, unknown>;
  actor_id: string | null;
  actor_kind: string | null;
  actor_name: string | null;
}

/** Everything that happened to a record, newest first. Who sees the record sees all of it, within the rules of their role on each field. */
export const recordTimeline = op({
  name: "record.timeline",
  title: { zh: "时间线", en: "Timeline" },
  needs: (input) => `${input.object}:read`,
  http: { method: "GET", path: "/records/:object/:id/timeline" },
  input: z.strictObject({
    object: z.enum(Object.keys(LINK) as [Told, ...Told[]]), id: z.uuid(), limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(400).optional(),
  }),
  output: z.object({
    items: z.array(z.object({
      id: z.uuid(), at: z.string(), kind: z.string(), facts: z.record(z.string(), z.unknown()), actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }).nullable(),
    })),
    next_cursor: z.string().nullable(),
  }),
  async run(ctx, { object, id, limit, cursor }) {
    const [view, activities, tasks, people] = await Promise.all([viewOf(ctx, object), viewOf(ctx, "activity"), viewOf(ctx, "task"), directory.get(ctx.house)]);
    const row = await findRow(view, id);
    const [shaded] = (await standardObjects(ctx.house).get(object)?.shade?.(ctx, [row])) ?? [];
    const { rows } = await sql<Item>`${happenings(object, row, { before: cursor ? decode(cursor) : null, most: limit + 1 })}`.execute(ctx.db);
    const kept = rows.slice(0, limit);
    const last = kept.at(-1);
    const pools = await poolNames(ctx.db, kept);
    const personName = (person: unknown) => (typeof person === "string" ? people.people.get(person)?.name : undefined);
    return {
      next_cursor: rows.length > limit && last ? Buffer.from(JSON.stringify([last.at, last.id])).toString("base64url") : null,
      items: kept.flatMap(({ id: itemId, at, kind, facts: found, actor_id, actor_kind, actor_name }) => {
        const facts = readable({ view, activities, tasks }, object, kind, found, shaded ?? null);
        if (facts === null) return [];
        if (typeof facts.owner_id === "string") facts.owner = personName(facts.owner_id) ?? null;
        if (typeof facts.pool_id === "string") facts.pool = pools.get(facts.pool_id) ?? null;
        if (Array.isArray(facts.owner_id)) facts.owners = facts.owner_id.map((person) => personName(person) ?? null);
        const name = actor_name ?? personName(actor_id);
        return [{ id: itemId, at, kind, facts, actor: name ? { kind: actor_kind ?? "person", id: actor_id, name } : null }];
      }),
    };
  },
});

/** The facts of one item as the viewer may read them; null when nothing is left to tell. */
function readable(views: { view: View; activities: View; tasks: View }, object: Told, kind: string, facts: Record<string, unknown>, shaded: ReadonlySet<string> | null): Record<string, unknown> | null {
  if (kind === "activity") return ruled(views.activities, facts, Object.keys(facts));
  if (kind === "task") return ruled(views.tasks, facts, Object.keys(facts));
  const own = { stage: ["stage", "owner_id"], owner: ["stage", "owner_id"], hold: ["owner_id", "pool_id"], arrival: ["source"], merge: ["name", "company"] }[kind] ?? [];
  const told = ruled(views.view, facts, own.filter((field) => views.view.all.field(object, field)), shaded);
  const shown = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
  // A lead's owners are told by its holds.
  if (kind === "owner" && (object === "lead" || !("owner_id" in shown))) return null;
  return kind === "stage" && !("stage" in shown) ? null : shown;
}

function ruled(view: View, facts: Record<string, unknown>, fields: readonly string[], shaded: ReadonlySet<string> | null = null): Record<string, unknown> {
  const out = { ...facts };
  for (const field of fields) {
    const access = view.access.get(field);
    if (access === undefined || access === "hidden" || shaded?.has(field)) delete out[field];
    else if (access === "masked") out[field] = Array.isArray(out[field]) ? (out[field] as Value[]).map(mask) : mask((out[field] ?? null) as Value);
  }
  return out;
}

async function poolNames(db: Parameters<ReturnType<typeof sql>["execute"]>[0], items: readonly Item[]): Promise<Map<string, string>> {
  const ids = [...new Set(items.map((item) => item.facts.pool_id).filter((id) => typeof id === "string"))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`select id, name from crm.pool where id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.name]));
}

function decode(cursor: string): { at: string; id: string } {
  try {
    const parsed = z.tuple([Instant, z.uuid()]).safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (parsed.success) return { at: parsed.data[0], id: parsed.data[1] };
  } catch {
    // Falls through to the refusal: a cursor is opaque, whatever is wrong with it.
  }
  throw invalidField("cursor", { zh: "翻页位置无效，请从第一页重新开始", en: "This cursor is not valid; start again from the first page" });
}
