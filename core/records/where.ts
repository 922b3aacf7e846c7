import { type RawBuilder, sql } from "kysely";
import pg from "pg";
import { directory } from "../access/directory.ts";
import { filterFields } from "../language/filter/parse.ts";
import { filterToSql } from "../language/filter/sql.ts";
import type { Filter } from "../language/types.ts";
import { bind } from "./bind.ts";
import { table } from "./columns.ts";
import { searchQuery } from "./search.ts";
import { throughPeople } from "./through_people.ts";
import { type View, viewOf } from "./viewer.ts";

/**
 * The condition of a question on table alias `t`: what was asked, within what the viewer may see. `walk`: words are looked for in
 * each record that the rest of the question leads to, not in the search index.
 */
export async function whereOf(view: View, filter: Filter | undefined, q: string | undefined, touched: readonly string[], walk = false): Promise<RawBuilder<unknown>> {
  const asked = filter ? [...filterFields(filter), ...touched] : [...touched];
  const parts: RawBuilder<unknown>[] = filter ? [await filterSql(view, filter)] : [];
  const words = q?.trim();
  if (words) parts.push(await searchSql(view, words, asked, walk));
  else {
    const scope = await view.scope(asked);
    if (scope) parts.push(await filterSql(view, scope));
  }
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

/** What the words find within the scope. Records that hide a searched field are searched by the classes they do not hide. */
async function searchSql(view: View, words: string, asked: readonly string[], walk: boolean): Promise<RawBuilder<unknown>> {
  const within = async (classes: View["searchClasses"]) => ({ classes, scope: await view.scope([...asked, ...[...classes.values()].flat()]) });
  const whole = await within(view.searchClasses);
  const ways = [whole];
  if (whole.scope && JSON.stringify(whole.scope) !== JSON.stringify(await view.scope(asked))) {
    for (const names of [["t", "n"], ["p"], ["e"]]) ways.push(await within(new Map([...view.searchClasses].filter(([name]) => names.includes(name)))));
  }
  const found = await Promise.all(ways.map(async ({ classes, scope }) => {
    const query = searchQuery(words, classes);
    if (query === null) return sql`false`;
    // Joined with nothing, the column is one the index does not know.
    const found = walk ? sql`(t.search || ''::tsvector) @@ ${query}::tsquery` : sql`t.search @@ ${query}::tsquery`;
    return scope ? sql`(${found} and ${await filterSql(view, scope)})` : found;
  }));
  return found.length === 1 ? (found[0] as RawBuilder<unknown>) : sql`(${sql.join(found, sql` or `)})`;
}

/** From how many records on words are common. */
const COMMON = 2_000;

/**
 * The records that hold the words, whoever may see them; null when there are so many that a page of them is found sooner along its
 * order. Left to itself the planner takes the wrong way for one or the other: at a million leads that is a second.
 */
export async function rareMatches(view: View, q: string): Promise<string[] | null> {
  const query = searchQuery(q.trim(), view.searchClasses);
  if (query === null) return [];
  const { rows } = await sql<{ id: string }>`select t.id from ${table(view.object.key)} t where t.search @@ ${query}::tsquery limit ${sql.lit(COMMON)}`.execute(view.ctx.db);
  return rows.length < COMMON ? rows.map((r) => r.id) : null;
}

/** A filter as a condition on alias `t`. Conditions behind a link see only records the viewer may see. */
export async function filterSql(view: View, filter: Filter): Promise<RawBuilder<unknown>> {
  const plain = throughPeople(filter, view.object.key, view.schema, await directory.get(view.ctx.house), view.env);
  const linked = new Map<string, string>();
  for (const path of filterFields(plain)) if (path.includes(".")) linked.set(path, await linkedColumn(view, path));
  const { text, params } = filterToSql(plain, view.object.key, view.all, view.env, (path) => linked.get(path) ?? column(path));
  return sql`(${bind(text, params)})`;
}

export const column = (key: string): string => `t."${key.replaceAll('"', "")}"`;

async function linkedColumn(view: View, path: string): Promise<string> {
  const [head, ...rest] = path.split(".") as [string, ...string[]];
  const target = view.all.field(view.object.key, head)?.target ?? "";
  const inner = await viewOf(view.ctx, target);
  const scope = await inner.scope(rest);
  let guard = "";
  if (scope) {
    const plain = throughPeople(scope, target, inner.schema, await directory.get(view.ctx.house), view.env);
    const { text, params } = filterToSql(plain, target, view.all, view.env, (p) => `l."${p}"`);
    guard = ` and (${inline(text, params)})`;
  }
  if (rest.length > 1) throw new Error(`filter path too deep: ${path}`);
  return `(select l."${rest[0]}" from crm."${target}" l where l.id = ${column(head)}${guard})`;
}

function inline(text: string, params: readonly unknown[]): string {
  return text.replace(/\$(\d+)/g, (_, n: string) => {
    const value = params[Number(n) - 1];
    if (value === null || value === undefined) return "null";
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (Array.isArray(value)) return `array[${value.map((v) => pg.escapeLiteral(String(v))).join(",")}]`;
    return pg.escapeLiteral(String(value));
  });
}
