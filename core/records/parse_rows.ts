import { sql } from "kysely";
import { directory } from "../access/directory.ts";
import { fieldTypes } from "../language/fields/registry.ts";
import type { Row } from "../language/types.ts";
import { type FieldProblem, Invalid } from "../refusal.ts";
import { isBuiltIn } from "../objects/catalog.ts";
import { standardObjects } from "../objects/standard.ts";
import { table } from "./columns.ts";
import { visibleRows } from "./find.ts";
import { type View, viewOf } from "./viewer.ts";
import { whereOf } from "./where.ts";

/**
 * Turns what a caller sent into canonical rows, or refuses naming every wrong field of every item: unknown, not editable by this
 * actor, not a valid value, missing though required, a link to nothing. `mode` "update" does not ask for required fields that are absent.
 */
export async function parseRows(view: View, inputs: readonly Record<string, unknown>[], mode: "create" | "update", paths: (i: number) => string): Promise<Row[]> {
  const problems: FieldProblem[] = [];
  const options = { timeZone: view.env.timeZone };
  const rows = inputs.map((input, i) => {
    const row: Row = {};
    for (const key of Object.keys(input)) {
      const path = `${paths(i)}${key}`;
      const field = view.fields.get(key);
      if (!field) {
        problems.push({ path, message: { zh: `没有字段「${key}」`, en: `There is no field “${key}”` } });
        continue;
      }
      if (view.access.get(key) !== "edit") {
        problems.push({ path, message: { zh: `字段「${field.label.zh}」不能修改`, en: `The field “${field.label.en}” cannot be changed` } });
        continue;
      }
      const parsed = fieldTypes[field.type].parse(input[key], field, options);
      if ("problem" in parsed) problems.push({ path, message: parsed.problem });
      else row[key] = parsed.value;
    }
    for (const field of view.object.fields) {
      if (field.retired) continue;
      if (mode === "create" && row[field.key] === undefined && field.default !== undefined) row[field.key] = field.default;
      const missing = mode === "create" ? (row[field.key] ?? null) === null : row[field.key] === null;
      if (field.required && missing && !problems.some((p) => p.path === `${paths(i)}${field.key}`)) {
        problems.push({ path: `${paths(i)}${field.key}`, message: { zh: `「${field.label.zh}」必填`, en: `“${field.label.en}” is required` } });
      }
    }
    return row;
  });
  await checkLinks(view, rows, paths, problems);
  if (problems.length > 0) throw Invalid({}, problems.slice(0, 100));
  return rows;
}

const namedIds = new WeakMap<Row, Record<string, string>>();

/** Links of a parsed row that named a merged record: field → the id as it was given. */
export const namedIn = (row: Row): Readonly<Record<string, string>> => namedIds.get(row) ?? {};

async function checkLinks(view: View, rows: readonly Row[], paths: (i: number) => string, problems: FieldProblem[]): Promise<void> {
  const people = await directory.get(view.ctx.house);
  const used = new Set(rows.flatMap((row) => Object.keys(row)));
  for (const key of used) {
    const field = view.fields.get(key);
    if (!field || !["person", "team", "link"].includes(field.type)) continue;
    const ids = [...new Set(rows.map((row) => row[key]).filter((v) => typeof v === "string"))];
    if (ids.length === 0) continue;
    let known: { has(id: string): boolean };
    if (field.type === "person" || field.target === "person") known = people.people;
    else if (field.type === "team" || field.target === "team") known = people.teams;
    else if (!field.target || isBuiltIn(field.target)) continue;
    else {
      const inner = await viewOf(view.ctx, field.target);
      const where = await whereOf(inner, undefined, undefined, []);
      const { rows: found } = await sql<{ id: string }>`select t.id from ${table(field.target)} t where t.id = any(${ids}::uuid[]) and ${where}`.execute(view.ctx.db);
      const seen = new Set(found.map((r) => r.id));
      const missing = ids.filter((id) => !seen.has(id));
      // Who links to a record that was merged means the one it lives on in.
      const merged = missing.length > 0 ? await standardObjects(view.ctx.house).get(field.target)?.resolve?.(view.ctx, missing) : undefined;
      if (merged && merged.size > 0) {
        for (const row of rows) {
          const named = row[key];
          const now = typeof named === "string" ? merged.get(named) : undefined;
          if (now === undefined) continue;
          row[key] = now;
          namedIds.set(row, { ...namedIds.get(row), [key]: named as string });
        }
        for (const kept of await visibleRows(inner, [...merged.values()])) seen.add(kept.id as string);
      }
      known = seen;
    }
    rows.forEach((row, i) => {
      const id = row[key];
      if (typeof id === "string" && !known.has(id)) {
        problems.push({ path: `${paths(i)}${key}`, message: { zh: `「${field.label.zh}」指向的记录不存在或您无权查看`, en: `“${field.label.en}” points to nothing you can see` } });
      }
    });
  }
}
