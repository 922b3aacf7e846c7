import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { isId } from "../../../core/language/fields/read-id.ts";
import { fieldTypes } from "../../../core/language/fields/registry.ts";
import type { FieldDef } from "../../../core/language/types.ts";
import { isBuiltIn } from "../../../core/objects/catalog.ts";
import { table } from "../../../core/records/columns.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { whereOf } from "../../../core/records/where.ts";
import { type Mapped, notUnderstood, putValue } from "../map.ts";
import { type DateOrder, yearFirst } from "./date_order.ts";
import type { FileRow } from "./file_rows.ts";
import { importFields } from "./fields.ts";
import type { StoredImport } from "./stored.ts";

/** A row of the file as it was written and as fields. */
export interface ReadRow extends Mapped {
  number: number;
  /** Column → cell, empty cells left out. */
  payload: Record<string, string>;
}

interface MappedField {
  field: FieldDef;
  /** Place of its column; undefined for a default alone. */
  at: number | undefined;
  order: DateOrder | undefined;
  fallback: string | undefined;
}

/** How the rows of one import are read. */
export interface ReadPlan {
  columns: readonly string[];
  fields: MappedField[];
  /** Leads go through their own normaliser; other objects take each field by its type. */
  lead: boolean;
}

/** Prepares the reading of an import for its actor. Fields that exist no more are left out. */
export async function planReading(ctx: Ctx, stored: StoredImport, defaults: Record<string, string>): Promise<ReadPlan> {
  const fields = await importFields(ctx, stored.object);
  const keys = [...new Set([...Object.keys(stored.mapping), ...Object.keys(defaults)])];
  return {
    columns: stored.columns, lead: stored.object === "lead",
    fields: keys.flatMap((key) => {
      const field = fields.get(key);
      const column = stored.mapping[key];
      const at = column === undefined ? -1 : stored.columns.indexOf(column);
      const dates = field?.type === "date" || field?.type === "datetime";
      return field ? [{ field, at: at < 0 ? undefined : at, order: dates && column !== undefined ? stored.date_orders[column] : undefined, fallback: defaults[key] }] : [];
    }),
  };
}

/** Cells as values: dates as the column writes them, people by name or e-mail, links by external id or title; one statement per linked object. */
export async function readRows(ctx: Ctx, plan: ReadPlan, rows: readonly FileRow[]): Promise<ReadRow[]> {
  return readCells(plan, await lookupsOf(ctx, plan, rows), ctx.house.settings.timeZone, rows);
}

/** Field → name in lower case → id, for fields whose cells name something. Which records are found depends on the rows, which people and teams does not. */
export type Lookups = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Looks up what the cells of these rows name. */
export async function lookupsOf(ctx: Ctx, plan: ReadPlan, rows: readonly FileRow[]): Promise<Lookups> {
  const lookups = new Map<string, ReadonlyMap<string, string>>();
  for (const mapped of plan.fields) {
    const lookup = await lookupOf(ctx, mapped, rows);
    if (lookup) lookups.set(mapped.field.key, lookup);
  }
  return lookups;
}

/** The same once it is known what the cells name: asks nothing. */
export function readCells(plan: ReadPlan, lookups: Lookups, timeZone: string, rows: readonly FileRow[]): ReadRow[] {
  return rows.map(({ number, cells }) => {
    const read: ReadRow = { number, payload: payloadOf(plan.columns, cells), row: {}, problems: [] };
    for (const { field, at, order, fallback } of plan.fields) {
      const cell = (at === undefined ? "" : (cells[at] ?? "")) || fallback || "";
      if (cell === "") continue;
      const lookup = lookups.get(field.key);
      if (lookup) {
        const id = lookup.get(fold(cell));
        if (id !== undefined) read.row[field.key] = id;
        else if (fold(cell) !== "") read.problems.push(notUnderstood(field.key, cell));
      } else if (plan.lead) putValue(read, field, order ? yearFirst(cell, order) : cell, timeZone);
      else putTyped(read, field, order ? yearFirst(cell, order) : cell, timeZone);
    }
    return read;
  });
}

function putTyped(read: ReadRow, field: FieldDef, cell: string, timeZone: string): void {
  const parsed = fieldTypes[field.type].parse(cell, field, { timeZone });
  if ("problem" in parsed) read.problems.push(notUnderstood(field.key, cell));
  else if (parsed.value !== null) read.row[field.key] = parsed.value;
}

function payloadOf(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  const payload: Record<string, string> = {};
  for (let i = 0; i < columns.length; i++) {
    const cell = cells[i];
    if (cell) payload[columns[i] as string] = cell;
  }
  return payload;
}

const fold = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

async function lookupOf(ctx: Ctx, { field, at, fallback }: MappedField, rows: readonly FileRow[]): Promise<ReadonlyMap<string, string> | null> {
  if (field.type === "person" || field.target === "person") return peopleByName(ctx);
  if (field.type === "team" || field.target === "team") return unique((await directory.get(ctx.house)).teams.values(), (team) => [team.id, team.name]);
  if (field.type !== "link" || !field.target || isBuiltIn(field.target)) return null;
  const words = [...new Set(rows.map(({ cells }) => ((at === undefined ? "" : cells[at]) || fallback || "").trim()).filter(Boolean))];
  return recordsByName(ctx, field.target, words);
}

async function peopleByName(ctx: Ctx): Promise<ReadonlyMap<string, string>> {
  const people = await directory.get(ctx.house);
  return unique([...people.people.values()].filter((p) => p.status === "active"), (person) => [person.id, person.email, person.name]);
}

/** Names that stand for exactly one. */
function unique<T extends { id: string }>(items: Iterable<T>, names: (item: T) => string[]): Map<string, string> {
  const found = new Map<string, string>();
  const several = new Set<string>();
  for (const item of items) {
    for (const name of names(item).map(fold)) {
      if (found.has(name) && found.get(name) !== item.id) several.add(name);
      found.set(name, item.id);
    }
  }
  for (const name of several) found.delete(name);
  return found;
}

/** Records the actor may see, by id, external id or title; a title that several carry stands for none. */
async function recordsByName(ctx: Ctx, target: string, words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (words.length === 0) return new Map();
  const view = await viewOf(ctx, target);
  const readable = [view.object.title, "external_id"].filter((key) => view.schema.field(target, key));
  const visible = await whereOf(view, undefined, undefined, readable);
  const ids = words.filter((word) => isId(word.toLowerCase()));
  const asked = readable.map((key) => sql`select t.id, ${sql.lit(key)} as by, t.${sql.ref(key)}::text as word from ${table(target)} t where t.${sql.ref(key)} = any(${words}) and ${visible}`);
  asked.push(sql`select t.id, 'id' as by, t.id::text as word from ${table(target)} t where t.id = any(${ids}::uuid[]) and ${visible}`);
  const { rows } = await sql<{ id: string; by: string; word: string }>`${sql.join(asked, sql` union all `)}`.execute(ctx.db);
  const of = (by: string) => unique(rows.filter((r) => r.by === by), (r) => [r.word]);
  return new Map([...of(view.object.title), ...of("external_id"), ...of("id")]);
}
