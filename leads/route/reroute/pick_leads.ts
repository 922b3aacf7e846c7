import { sql } from "kysely";
import { z } from "zod";
import { breather } from "../../../core/breathe.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { parseFilter } from "../../../core/language/filter/parse.ts";
import type { Row } from "../../../core/language/types.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { columnList, table } from "../../../core/records/columns.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { whereOf } from "../../../core/records/where.ts";
import { invalidField, TooLarge } from "../../../core/refusal.ts";

/** Most leads one re-route moves. */
export const MOST = 20_000;

/** Leads read together: more would hold others up. */
const PAGE = 400;

/** Which leads: those chosen, or all of a filter (and of words looked for). */
export const Chosen = { ids: z.array(z.uuid()).min(1).max(1_000).optional(), filter: z.unknown().optional(), q: z.string().max(200).optional() };

/** Open leads the actor may see and that were chosen, oldest first; throws TooLarge beyond the limit. */
export async function chosenLeads(ctx: Ctx, { ids, filter, q }: { ids?: string[] | undefined; filter?: unknown; q?: string | undefined }): Promise<Row[]> {
  if ((ids === undefined) === (filter === undefined) || (ids !== undefined && q !== undefined)) throw invalidField("ids", { zh: "请提供 ids 或 filter 之一", en: "Give either ids or a filter" });
  const view = await viewOf(ctx, "lead");
  const asked = filter === undefined ? undefined : parseFilter(filter, "lead", view.schema, { timeZone: view.env.timeZone });
  const where = await whereOf(view, asked, q, []);
  const columns = [...(await catalog.get(ctx.house)).fields("lead").values()];
  const { rows: found } = await sql<{ id: string }>`
    select t.id from ${table("lead")} t
    where ${where} and t.stage not in ('converted', 'disqualified') ${ids ? sql`and t.id = any(${ids}::uuid[])` : sql``} order by t.created_at, t.id limit ${MOST + 1}`.execute(ctx.db);
  if (found.length > MOST) throw TooLarge({ limit: MOST });
  const rows: Row[] = [];
  const breathe = breather();
  for (let from = 0; from < found.length; from += PAGE) {
    const page = found.slice(from, from + PAGE).map(({ id }) => id);
    const { rows: read } = await sql<Row>`select ${columnList(columns, "t.")} from ${table("lead")} t where t.id = any(${page}::uuid[]) order by t.created_at, t.id`.execute(ctx.db);
    rows.push(...read);
    await breathe();
  }
  return rows;
}
