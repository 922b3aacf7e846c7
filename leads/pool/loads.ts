import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { afterCommit } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { localDate } from "../../core/language/zone.ts";
import type { PoolPolicy } from "./policy.ts";

/** What one person holds and has been given today; the row behind every quota. Says nothing of rules, so that no change of rules makes it untrue. */
export interface Load {
  person_id: string;
  /** Leads owned that are neither converted nor disqualified. */
  held: number;
  /** Leads owned that are converted. */
  converted: number;
  day: string | null;
  claimed: number;
  assigned: number;
  last_claim_at: string | null;
}

/** Which counter of its owner a row stands in; null: in none. */
export function counterOf(row: Row | null): "held" | "converted" | null {
  if (!row?.owner_id || row.stage === "disqualified") return null;
  return row.stage === "converted" ? "converted" : "held";
}

/** How many leads of a person count towards holding caps. */
export function holding(load: Pick<Load, "held" | "converted">, limits: Pick<PoolPolicy["limits"], "count_converted">): number {
  return load.held + (limits.count_converted ? load.converted : 0);
}

/** What a row counts towards its owner's holding caps: 1 or 0. */
export function weight(limits: Pick<PoolPolicy["limits"], "count_converted">, row: Row | null): number {
  const counter = counterOf(row);
  return counter === "held" || (counter === "converted" && limits.count_converted) ? 1 : 0;
}

/**
 * Locks the counters of these people until the transaction ends, in id order. Whoever changes an owner holds them first, so
 * that a limit is exact whatever the path and however many arrive at once. Counters of an earlier day start again.
 */
export async function lockLoads(tx: Ctx, people: readonly string[]): Promise<Map<string, Load>> {
  const ids = [...new Set(people)].sort();
  const open = tx.afterCommit ?? [];
  const mine = locked.get(open) ?? new Map<string, Load>();
  locked.set(open, mine);
  if (!ids.every((id) => mine.has(id))) await lock(tx, ids.filter((id) => !mine.has(id)), mine);
  return new Map(ids.map((id) => [id, mine.get(id) as Load]));
}

/** What each open transaction holds, as it stands: whoever routes has locked the counters before the leads are written. */
const locked = new WeakMap<object, Map<string, Load>>();

async function lock(tx: Ctx, ids: readonly string[], into: Map<string, Load>): Promise<void> {
  // Made before they are locked, so that everybody takes them in one order; those this process has seen need not be made.
  const seen = tx.house.keep("pool.counters", () => new Set<string>());
  let rows = ids.every((id) => seen.has(id)) ? await counters(tx, ids) : [];
  if (rows.length < ids.length) {
    await sql`insert into clew.load (person_id) select unnest(${ids}::uuid[]) on conflict do nothing`.execute(tx.db);
    rows = await counters(tx, ids);
    afterCommit(tx, () => ids.forEach((id) => seen.add(id)));
  }
  const today = localDate(tx.now.getTime(), tx.house.settings.timeZone);
  for (const row of rows) into.set(row.person_id, row.day === today ? row : { ...row, day: today, claimed: 0, assigned: 0 });
}

async function counters(tx: Ctx, ids: readonly string[]): Promise<Load[]> {
  const { rows } = await sql<Load>`select person_id, held, converted, day, claimed, assigned, last_claim_at from clew.load where person_id = any(${ids}::uuid[]) order by person_id for update`.execute(tx.db);
  return rows;
}

/** Stores counters that were locked before. */
export async function saveLoads(tx: Ctx, loads: Iterable<Load>): Promise<void> {
  await sql`
    update clew.load l set held = x.held, converted = x.converted, day = x.day, claimed = x.claimed, assigned = x.assigned, last_claim_at = x.last_claim_at
    from ${rowsOf([...loads], { person_id: "uuid", held: "int", converted: "int", day: "date", claimed: "int", assigned: "int", last_claim_at: "timestamptz" })}
    where l.person_id = x.person_id`.execute(tx.db);
}
