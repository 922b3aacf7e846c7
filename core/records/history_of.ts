import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import type { Value } from "../language/types.ts";
import { standardObjects } from "../objects/standard.ts";
import { mask } from "./present.ts";
import { findRow } from "./find.ts";
import { viewOf } from "./viewer.ts";

export interface HistoryItem {
  id: string;
  at: string;
  version: number;
  actor: { kind: string; id: string | null; name: string };
  cause: Record<string, unknown>;
  /** Null for the creation. */
  diff: Record<string, [Value, Value]> | null;
}

/** Who changed what on one record, newest first; values within the actor's field rules. */
export async function historyOf(ctx: Ctx, object: string, id: string, limit: number): Promise<HistoryItem[]> {
  const view = await viewOf(ctx, object);
  const row = await findRow(view, id);
  const shaded = (await standardObjects(ctx.house).get(object)?.shade?.(ctx, [row]))?.[0];
  const { rows } = await sql<{ id: string; at: string; version: number; actor_kind: string; actor_id: string | null; actor_name: string; cause: Record<string, unknown>; diff: HistoryItem["diff"] }>`
    select id, at, version, actor_kind, actor_id, actor_name, cause, diff from clew.change
    where record_id = ${row.id as string} and object = ${object} order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map((r) => ({
    id: r.id, at: r.at, version: r.version, actor: { kind: r.actor_kind, id: r.actor_id, name: r.actor_name }, cause: r.cause,
    diff: r.diff && Object.fromEntries(Object.entries(r.diff).flatMap(([key, [from, to]]) => {
      const access = view.access.get(key);
      if (access === undefined || access === "hidden") return [];
      return [[key, access === "masked" || shaded?.has(key) ? [mask(from), mask(to)] : [from, to]]];
    })),
  }));
}
