import type { Ctx, House } from "../ctx.ts";
import type { Filter, ObjectDef, Row } from "../language/types.ts";
import type { Refusal } from "../refusal.ts";

/** One record about to be written: `before` is null for a new one, `after` may still be changed by `beforeWrite`. */
export interface Write {
  id: string;
  before: Row | null;
  after: Row;
}

/**
 * A standard object: its declaration as data and the rules its room attaches to every write and read of it,
 * whatever the door (form, API, import, bulk edit, flow). All hooks work on whole batches.
 */
export interface StandardObject {
  def: ObjectDef;
  /** Pure: keys computed from the other fields (match keys). Runs on every write before it is stored; returns what changes. */
  derive?(after: Row, before: Row | null, house: House): Row;
  /** May change `after`; a refusal at an index keeps that record from being written. */
  beforeWrite?(tx: Ctx, writes: Write[]): Promise<(Refusal | null)[]>;
  /** Follows the write in the same transaction: holds, clocks, links. */
  afterWrite?(tx: Ctx, writes: Write[]): Promise<void>;
  /** Follows records to the recycle bin, in the same transaction: what ran or counted for them ends. */
  afterRemove?(tx: Ctx, rows: Row[]): Promise<void>;
  /** Follows records back from the recycle bin. */
  afterRestore?(tx: Ctx, rows: Row[]): Promise<void>;
  /** Deletes for good what the rooms keep of these records; answers the ids of records merged into them, which go too. */
  purge?(tx: Ctx, ids: readonly string[]): Promise<readonly string[]>;
  /** Its records say what happened with others: one goes for good with the only record it is about. */
  about?: true;
  /** Widens or narrows which records the actor may see; `fields` are those the question touches. Null is all. */
  visible?(ctx: Ctx, scoped: Filter | null, fields: readonly string[]): Promise<Filter | null>;
  /** Fields of each row that the actor may not see on that row. */
  shade?(ctx: Ctx, rows: Row[]): Promise<(ReadonlySet<string> | null)[]>;
  /** Ids of records that live on in another one (merged): id → the record it stands for now. */
  resolve?(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>>;
  /** New records whose link named a merged record (`named`) and was given the one it lives on in. */
  named?(tx: Ctx, links: readonly { object: string; field: string; id: string; named: string }[]): Promise<void>;
  /** Verbs the actor may use on each row beyond read, edit, remove. */
  abilities?(ctx: Ctx, rows: Row[]): Promise<string[][]>;
}

/** Makes the standard objects known to a process. Called once by the app. */
export function installStandard(house: House, objects: readonly StandardObject[]): void {
  const known = standardObjects(house);
  for (const object of objects) known.set(object.def.key, object);
}

export function standardObjects(house: House): Map<string, StandardObject> {
  return house.keep("standard-objects", () => new Map<string, StandardObject>());
}
