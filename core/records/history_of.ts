import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import type { Value } from "../language/types.ts";
import { standardObjects } from "../objects/standard.ts";
import { mask, namesOf } from "./present.ts";
import { findRow } from "./find.ts";
import { type View, viewOf } from "./viewer.ts";

export interface HistoryItem {
  id: string;
  at: string;
  version: number;
  actor: { kind: string; id: string | null; name: string };
  cause: Record<string, unknown>;
  /** Null for the creation. */
  diff: Record<string, [Value, Value]> | null;
}

/** Who changed what on one record, newest first; values within the actor's field rules, and the names of the people, teams and records they stand for. */
export async function historyOf(ctx: Ctx, object: string, id: string, limit: number): Promise<{ items: HistoryItem[]; names: Record<string, string> }> {
  const view = await viewOf(ctx, object);
  const row = await findRow(view, id);
  const shaded = (await standardObjects(ctx.house).get(object)?.shade?.(ctx, [row]))?.[0];
  const { rows } = await sql<{ id: string; at: string; version: number; actor_kind: string; actor_id: string | null; actor_name: string; cause: Record<string, unknown>; diff: HistoryItem["diff"] }>`
    select id, at, version, actor_kind, actor_id, actor_name, cause, diff from clew.change
    where record_id = ${row.id as string} and object = ${object} order by at desc, id desc limit ${limit}`.execute(ctx.db);
  const items = rows.map((r): HistoryItem => ({
    id: r.id, at: r.at, version: r.version, actor: { kind: r.actor_kind, id: r.actor_id, name: r.actor_name }, cause: r.cause,
    diff: r.diff && Object.fromEntries(Object.entries(r.diff).flatMap(([key, [from, to]]) => {
      const access = view.access.get(key);
      if (access === undefined || access === "hidden") return [];
      return [[key, access === "masked" || shaded?.has(key) ? [mask(from), mask(to)] : [from, to]]];
    })),
  }));
  return { items, names: await namesIn(view, items) };
}

/** Id → name of everything people, teams and links stood for before or after; what the viewer may not see stays nameless. */
async function namesIn(view: View, items: readonly HistoryItem[]): Promise<Record<string, string>> {
  const keys = [...view.fields.values()].filter((field) => field.type === "person" || field.type === "team" || field.type === "link").map((field) => field.key);
  const rows = items.flatMap(({ diff }) => ([0, 1] as const).map((side): Row => Object.fromEntries(keys.map((key) => [key, diff?.[key]?.[side] ?? null]))));
  const found: Record<string, string> = {};
  for (const [key, names] of await namesOf(view, rows)) {
    for (const row of rows) {
      const id = row[key];
      const name = typeof id === "string" ? names.get(id) : undefined;
      if (name) found[id as string] = name;
    }
  }
  return found;
}
