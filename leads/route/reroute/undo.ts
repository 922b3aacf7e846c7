import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import type { Row } from "../../../core/language/types.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { lockRows, updateRows } from "../../../core/records/write.ts";
import { COLUMNS, type Handover, type HandoverItem, tellHandover } from "./stored.ts";

/** Records a transaction. */
const CHUNK = 200;

/**
 * Gives the next chunk of a handover back, last moved first: what somebody has worked on since, or given away, stays and is named. Rules and
 * clocks firing do not count as work. Answers whether anything is left.
 */
export async function undoStep(tx: Ctx, { id }: Pick<Handover, "id">): Promise<boolean> {
  const { rows } = await sql<Handover>`select ${COLUMNS} from clew.handover where id = ${id} and status = 'undoing' for update`.execute(tx.db);
  const handover = rows[0];
  if (!handover) return false;
  const { rows: moved } = await sql<HandoverItem>`
    select n, object, record_id, state, before, after from clew.handover_item where handover_id = ${id} and state = 'moved' order by n desc limit ${CHUNK}`.execute(tx.db);
  const object = moved[0]?.object;
  const items = moved.filter((item) => item.object === object);
  if (object !== undefined) {
    const results = await giveBack({ ...tx, cause: { kind: "undo", id, event: handover.kind === "leaver" ? "handover.leaver_undo" : "handover.undo" } }, handover, object, items);
    await sql`update clew.handover_item i set state = x.state from ${rowsOf(results, { n: "int", state: "text" })} where i.handover_id = ${id} and i.n = x.n`.execute(tx.db);
  }
  const over = moved.length < CHUNK && items.length === moved.length;
  await sql`update clew.handover set beat_at = ${over ? null : tx.now}::timestamptz, status = ${over ? "undone" : "undoing"} where id = ${id}`.execute(tx.db);
  await tellHandover(tx, handover);
  return !over;
}

/** Gives records back to whoever had them, where they still are as they were given. */
export async function giveBack(tx: Ctx, { id }: Pick<Handover, "id">, object: string, items: readonly HandoverItem[], despiteWork = false): Promise<{ n: number; state: "back" | "stayed" }[]> {
  const all = await catalog.get(tx.house);
  const rows = await lockRows(tx, all.object(object), all, items.map((item) => item.record_id));
  const worked = despiteWork ? new Set() : await workedOn(tx, id, items.map((item) => item.record_id));
  const going = items.filter((item) => {
    const row = rows.get(item.record_id);
    return row && !worked.has(item.record_id) && ["owner_id", "pool_id"].every((key) => (row[key] ?? null) === (item.after?.[key] ?? null)) && row.stage !== "converted" && row.stage !== "disqualified" && !row.done_at;
  });
  const written = await updateRows(tx, object, going.map((item) => ({ id: item.record_id, changes: before(item, rows.get(item.record_id) as Row) })));
  const back = new Set(going.filter((_, i) => !written[i]?.refused).map((item) => item.n));
  return items.map(({ n }) => ({ n, state: back.has(n) ? "back" : "stayed" }));
}

/** Owner and pool as they were; stage and next step only where the handover had changed them. */
function before(item: HandoverItem, row: Row): Row {
  const { owner_id, pool_id, ...rest } = item.before ?? {};
  if (item.object !== "lead") return { owner_id: owner_id ?? null };
  const stageStands = (row.stage ?? null) === (item.after?.stage ?? null) && rest.stage !== item.after?.stage;
  return { owner_id: owner_id ?? null, pool_id: pool_id ?? null, ...(stageStands ? rest : {}) };
}

/** Records that somebody has changed since the handover, by its place in their history. */
async function workedOn(tx: Ctx, id: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct c.record_id as id from clew.handover_item i join clew.change c on c.record_id = i.record_id and c.version > i.version
    where i.handover_id = ${id} and i.record_id = any(${ids}::uuid[]) and c.cause->>'id' is distinct from ${id} and c.cause->>'kind' not in ('timer', 'rule')`.execute(tx.db);
  return new Set(rows.map((row) => row.id));
}
