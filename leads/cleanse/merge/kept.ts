import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import type { ClockBefore } from "./clocks.ts";
import type { Diff } from "./take_back.ts";

export interface Merge {
  id: string;
  other_id: string;
}

/** Records whose link was moved from one lead to another. */
export interface Moved {
  object: string;
  field: string;
  ids: string[];
}

/** What is kept of a merge, so that it can be taken back. */
export interface KeptMerge extends Merge {
  before: { survivor: Row; other: Row };
  changed: Diff;
  moved: Moved[];
  chosen: Record<string, { because: string; whole: boolean }>;
  clocks: ClockBefore[];
}

/** Stores the merges of one call, which share an event. */
export async function keepMerges(tx: Ctx, event: string, survivor: string, merges: readonly KeptMerge[]): Promise<void> {
  await sql`
    insert into clew.merge (id, event_id, object, survivor_id, other_id, before, changed, moved, chosen, clocks, at, by)
    select x.id, ${event}, 'lead', ${survivor}, x.other_id, x.before, x.changed, x.moved, x.chosen, x.clocks, ${tx.now}, ${tx.actor.id}::uuid
    from json_to_recordset(${JSON.stringify(merges)}::json) as x(id uuid, other_id uuid, before jsonb, changed jsonb, moved jsonb, chosen jsonb, clocks jsonb)`.execute(tx.db);
}

export interface StoredMerge extends KeptMerge {
  event_id: string;
  survivor_id: string;
  at: string;
  undone_at: string | null;
}

const COLUMNS = sql`id, event_id, survivor_id, other_id, before, changed, moved, chosen, clocks, at, undone_at`;

/** A merge, or all merges of one call when given its event; locked, the latest first. */
export async function lockMerges(tx: Ctx, id: string): Promise<StoredMerge[]> {
  const { rows } = await sql<StoredMerge>`select ${COLUMNS} from clew.merge where id = ${id} or event_id = ${id} order by at desc, id desc for update`.execute(tx.db);
  return rows;
}

/** The merges into a lead that stand, the latest first. */
export async function standingMerges(tx: Ctx, survivor: string): Promise<StoredMerge[]> {
  const { rows } = await sql<StoredMerge>`select ${COLUMNS} from clew.merge where survivor_id = ${survivor} and undone_at is null order by at desc, id desc for update`.execute(tx.db);
  return rows;
}
