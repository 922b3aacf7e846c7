import type { z } from "zod";
import type { AnyOp } from "../../core/op.ts";

/** Values by the name of an input field, for what a schema cannot say: which record, which object. */
export type Known = Record<string, unknown>;

/** What a rule of its own asks of a value. */
const RULED: Known = { calendar: { timeZone: "Asia/Shanghai", windows: { sun: [], mon: [["09:00", "18:00"]], tue: [], wed: [], thu: [], fri: [], sat: [] }, holidays: [], makeupDays: [] } };

interface Def {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  in?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  entries?: Record<string, string | number>;
  values?: unknown[];
  getter?: () => z.core.$ZodType;
  checks?: { _zod: { def: { check: string; minimum?: number; value?: number; inclusive?: boolean } } }[];
  format?: string;
  keyType?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
}

/**
 * The smallest input an operation's schema accepts: required fields, lists of one, known values by name. Throws for a kind of
 * schema it does not know, so that a new operation is either tried or noticed.
 */
export function inputFor(operation: AnyOp, known: Known): Record<string, unknown> {
  const input = make(operation.input as z.core.$ZodType, "", { ...RULED, ...known, ...idOf(operation, known) });
  const parsed = (operation.input as z.ZodType).safeParse(input);
  if (!parsed.success) throw new Error(`no input for ${operation.name}: ${JSON.stringify(input)}: ${parsed.error.message}`);
  return input as Record<string, unknown>;
}

/** `id` means what the path says: a person below /people, a lead below /leads and /records. */
function idOf(operation: AnyOp, known: Known): Known {
  const room = operation.http.path.split("/")[1] ?? "";
  const id = (known.ids_by_room as Record<string, string> | undefined)?.[room];
  const key = (known.keys_by_room as Record<string, string> | undefined)?.[room];
  return { ...(id ? { id, ids: [id] } : {}), ...(key ? { key } : {}) };
}

function make(schema: z.core.$ZodType, name: string, known: Known): unknown {
  const def = schema._zod.def as unknown as Def;
  if (name in known && (schema as z.ZodType).safeParse(known[name]).success) return known[name];
  switch (def.type) {
    case "object":
      return Object.fromEntries(Object.entries(def.shape ?? {}).flatMap(([key, field]) => (optional(field) && !(key in known) ? [] : [[key, make(field, key, known)]])));
    case "array": return length(def) === 0 ? [] : [make(def.element!, name.replace(/s$/, ""), known)];
    case "optional": case "nullable": case "default": case "prefault": return make(def.innerType!, name, known);
    case "pipe": {
      const value = make(def.in!, name, known);
      return typeof value === "string" && !(schema as z.ZodType).safeParse(value).success ? text(schema as z.ZodType, def) : value;
    }
    case "lazy": return make(def.getter!(), name, known);
    case "union": return make(def.options![0]!, name, known);
    case "enum": return Object.values(def.entries!)[0];
    case "literal": return def.values![0];
    case "boolean": return true;
    case "number": case "int": return Math.max(1, ...(def.checks ?? []).map((c) => (c._zod.def.check === "greater_than" ? Number(c._zod.def.value) : 1)));
    case "record": return {};
    case "unknown": case "any": return {};
    case "null": return null;
    case "string": return text(schema as z.ZodType, def);
    case "custom": return known[name] ?? {};
    default: throw new Error(`the generator does not know ${def.type} (${name})`);
  }
}

const optional = (schema: z.core.$ZodType): boolean => schema._zod.optin === "optional";

function length(def: Def): number {
  return Math.max(0, ...(def.checks ?? []).map((c) => (c._zod.def.check === "min_length" ? Number(c._zod.def.minimum) : 0)));
}

const TEXTS = ["probe", "probe@example.cn", "2026-03-02T09:00:00+08:00", "2026-03-02", "00000000-0000-7000-8000-00000000ffff", "{}", "correct horse battery 9", "https://example.cn"];

function text(schema: z.ZodType, def: Def): string {
  const found = TEXTS.find((each) => schema.safeParse(each).success);
  if (found === undefined) throw new Error(`the generator finds no text for ${def.format ?? JSON.stringify(def)}`);
  return found;
}

/** An input as a request to the operation's route. */
export function requestOf(operation: AnyOp, input: Record<string, unknown>): { method: string; path: string; body?: unknown } {
  const { http } = operation;
  const rest = { ...input };
  let path = `/api/v1${http.path.replace(/:(\w+)/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  })}`;
  const query = (values: Record<string, unknown>) => {
    const words = new URLSearchParams(Object.entries(values).map(([k, v]) => [k, typeof v === "string" ? v : JSON.stringify(v)]));
    if (words.size > 0) path += `?${words}`;
  };
  if (http.method === "GET") {
    query(rest);
    return { method: "GET", path };
  }
  if (http.body === "whole") {
    const { body, ...others } = rest;
    query(others);
    return { method: http.method, path, body: body ?? {} };
  }
  if (http.body === "upload") {
    const form = new FormData();
    const { file: _, ...others } = rest;
    for (const [key, value] of Object.entries(others)) form.set(key, typeof value === "string" ? value : JSON.stringify(value));
    form.set("file", new Blob(["姓名,手机\n王,13800001234\n"], { type: "text/csv" }), "probe.csv");
    return { method: http.method, path, body: form };
  }
  return { method: http.method, path, body: rest };
}
