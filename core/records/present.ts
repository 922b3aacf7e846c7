import { sql } from "kysely";
import { directory } from "../access/directory.ts";
import { can } from "../access/rights.ts";
import type { Row, Value } from "../language/types.ts";
import { isBuiltIn } from "../objects/catalog.ts";
import { standardObjects } from "../objects/standard.ts";
import { type View, viewOf } from "./viewer.ts";
import { whereOf } from "./where.ts";
import { table } from "./columns.ts";

/** A record on its way out: values within field rules, names of linked records, what the viewer may do. */
export type Shown = Row & { id: string; version: number; abilities: string[]; _names: Record<string, string> };

/** Masks what must not be read whole: the shape stays recognisable, the content does not. */
export function mask(value: Value): Value {
  if (value === null) return null;
  const text = String(value);
  if (/^\+?\d{7,}$/.test(text)) return `${text.slice(0, -8)}****${text.slice(-4)}`;
  const at = text.indexOf("@");
  if (at > 0) return `${text[0]}***${text.slice(at)}`;
  return `${[...text][0] ?? ""}***`;
}

/** Applies field rules and row rules, adds names and abilities, for a whole page in a fixed number of statements. */
export async function present(view: View, rows: readonly Row[]): Promise<Shown[]> {
  const { ctx, object } = view;
  const standard = standardObjects(ctx.house).get(object.key);
  const list = [...rows];
  const [names, shades, extra] = await Promise.all([namesOf(view, list), standard?.shade?.(ctx, list) ?? [], standard?.abilities?.(ctx, list) ?? []]);
  const verbs = ["read", "edit", "remove"].filter((verb) => can(ctx.actor, `${object.key}:${verb}`));
  return list.map((row, i) => {
    const out: Row = {};
    const shaded = shades[i];
    for (const key in row) {
      const access = view.access.get(key);
      if (access === undefined || access === "hidden") continue;
      const value = row[key] ?? null;
      out[key] = access === "masked" || shaded?.has(key) ? mask(value) : value;
    }
    const own: Record<string, string> = {};
    for (const [key, byId] of names) {
      if (shaded?.has(key)) continue;
      const name = typeof row[key] === "string" ? byId.get(row[key]) : undefined;
      if (name !== undefined) own[key] = name;
    }
    return { ...out, _names: own, abilities: [...verbs, ...(extra[i] ?? [])] } as unknown as Shown;
  });
}

interface Names {
  get(id: string): string | undefined;
}

/** Field → id → name for every person, team and link column; linked records outside the viewer's scope stay nameless. */
export async function namesOf(view: View, rows: readonly Row[]): Promise<Map<string, Names>> {
  const names = new Map<string, Names>();
  const first = rows[0];
  if (!first) return names;
  const people = await directory.get(view.ctx.house);
  const wanted = new Map<string, Set<string>>();
  for (const key in first) {
    const field = view.fields.get(key);
    if (field?.type === "person") names.set(key, { get: (id) => people.people.get(id)?.name });
    else if (field?.type === "team") names.set(key, { get: (id) => people.teams.get(id)?.name });
    else if (field?.type === "link" && field.target && !isBuiltIn(field.target)) {
      const ids = wanted.get(field.target) ?? new Set();
      for (const row of rows) if (typeof row[key] === "string") ids.add(row[key]);
      wanted.set(field.target, ids);
    }
  }
  const found = await Promise.all([...wanted].filter(([, ids]) => ids.size > 0).map(async ([target, ids]) => {
    const inner = await viewOf(view.ctx, target);
    const access = inner.access.get(inner.object.title);
    if (access === "hidden") return [target, new Map<string, string>()] as const;
    const where = await whereOf(inner, undefined, undefined, [inner.object.title]);
    const { rows: titles } = await sql<{ id: string; title: string | null }>`
      select t.id, t.${sql.ref(inner.object.title)}::text as title from ${table(target)} t where t.id = any(${[...ids]}::uuid[]) and ${where}`.execute(view.ctx.db);
    return [target, new Map(titles.map((r) => [r.id, String((access === "masked" ? mask(r.title) : r.title) ?? "")]))] as const;
  }));
  const byTarget = new Map(found);
  for (const key in first) {
    const target = view.fields.get(key)?.type === "link" ? view.fields.get(key)?.target : undefined;
    const titles = target ? byTarget.get(target) : undefined;
    if (titles) names.set(key, titles);
  }
  return names;
}
