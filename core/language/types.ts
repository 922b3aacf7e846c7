import type { Text } from "../refusal.ts";

export type { Text };

/** Every kind of value Clew stores. Each has one definition in `core/language/fields/` and one twin in `web/fields/`. */
export const FIELD_TYPES = [
  "text", "long_text", "number", "money", "percent", "boolean", "date", "datetime", "choice", "multi_choice",
  "phone", "email", "url", "person", "team", "link", "region", "file", "auto_number", "json",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface Choice {
  value: string;
  label: Text;
  /** Other spellings that import and capture accept. */
  aliases?: string[];
  color?: string;
  retired?: boolean;
}

/** One field as data. `key` is its one name: column, API, filter, formula, template. */
export interface FieldDef {
  key: string;
  type: FieldType;
  label: Text;
  /** Other header spellings that an import recognises. */
  aliases?: string[];
  required?: boolean;
  unique?: boolean;
  /** Served by an index, so that lists may filter and sort by it at a million rows; "sparse": mostly empty, filtered but not sorted by. */
  indexed?: boolean | "sparse";
  /** Kept by the system (derived keys, timestamps): read by everyone, written only by the engine. */
  readonly?: boolean;
  /** Never shown or filterable outside the engine (match keys). */
  internal?: boolean;
  /** Part of the record's search text; the class decides who may search by it. */
  search?: "text" | "name" | "phone" | "exact";
  choices?: Choice[];
  /** Object a link points to. */
  target?: string;
  /** Digits after the decimal point of number, money, percent; default 2. */
  scale?: number;
  /** Prefix of an auto-number, e.g. "L-". */
  prefix?: string;
  retired?: boolean;
  default?: Value;
}

export interface ObjectDef {
  key: string;
  label: Text;
  /** Field shown as the record's name. */
  title: string;
  fields: FieldDef[];
  /** Declared in code by an application rather than by an administrator. */
  standard?: boolean;
  retired?: boolean;
  /** Extra composite indexes: column lists, SQL order allowed ("created_at desc"), a last "where … is not null" for a part of the table. */
  indexes?: string[][];
}

/**
 * A stored value as the whole of Clew sees it, in memory, in JSON and from SQL:
 * text, choice, phone, ids → string; number, money, percent → number; date → "2026-03-25";
 * datetime → ISO in UTC with milliseconds ("2026-03-25T01:02:03.004Z", so that text order is time order);
 * multi_choice → string[]; file → {id,name,size,type}[]; json → any JSON; nothing → null (never "" or []).
 */
export type Value = string | number | boolean | null | string[] | { [key: string]: unknown } | unknown[];
export type Row = Record<string, Value>;

export const FILTER_OPS = [
  "is", "not", "in", "not_in", "contains", "starts_with", "gt", "gte", "lt", "lte", "between",
  "empty", "not_empty", "within", "before", "after", "under",
] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

export interface Condition {
  /** A field key, or a path through links: "campaign_id.name", "owner_id.team_id". */
  field: string;
  op: FilterOp;
  value?: unknown;
}
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | Condition;

/** Value of `within`: a rolling window that ends now (`last`), starts now (`next`), or the running calendar unit (`this`), in the organisation's time zone. */
export type Window = { last: number; unit: TimeUnit } | { next: number; unit: TimeUnit } | { this: TimeUnit };
export type TimeUnit = "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** What a filter needs to know besides the record: the moment, the time zone, who asks, the trees. */
export interface FilterEnv {
  now: Date;
  timeZone: string;
  /** The viewer: the value "@me" stands for this id, "@my_team" for the team. */
  me?: string;
  myTeam?: string;
  /** The team itself and every team below it. */
  teamsUnder(team: string): readonly string[];
}

/** Looks up a field of an object; undefined when there is none (or it is hidden from the viewer). */
export interface Schema {
  field(object: string, key: string): FieldDef | undefined;
}
