import { directory } from "../core/access/directory.ts";
import { can } from "../core/access/rights.ts";
import type { Ctx } from "../core/ctx.ts";
import type { FieldDef, Value } from "../core/language/types.ts";
import { catalog } from "../core/objects/catalog.ts";
import { find } from "../core/records/find.ts";
import type { Text } from "../core/refusal.ts";
import { plain } from "./reports/report.ts";

/** Titles of group values: people and linked records by name as far as the actor may see them, choices by label. */
export async function groupTitles(ctx: Ctx, fields: readonly (FieldDef | undefined)[], keys: readonly Value[][]): Promise<(i: number, value: Value) => Text> {
  const [people, all] = await Promise.all([directory.get(ctx.house), catalog.get(ctx.house)]);
  const names = await Promise.all(fields.map(async (field, i): Promise<Map<Value, string>> => {
    if (field?.type === "person") return new Map([...people.people].map(([id, person]) => [id, person.name]));
    if (field?.type === "team") return new Map([...people.teams].map(([id, team]) => [id, team.name]));
    const ids = [...new Set(keys.map((of) => of[i] ?? null))].filter((id) => id !== null).slice(0, 1_000);
    if (field?.type !== "link" || !field.target || ids.length === 0 || !can(ctx.actor, `${field.target}:read`)) return new Map();
    const { title } = all.object(field.target);
    const { items } = await find(ctx, field.target, { filter: { field: "id", op: "in", value: ids }, limit: 1_000 });
    return new Map(items.map((item) => [item.id, String(item[title] ?? item.id)]));
  }));
  return (i, value) => {
    const choice = fields[i]?.choices?.find((c) => c.value === value);
    return choice?.label ?? plain(value === null ? null : (names[i]?.get(value) ?? String(value)));
  };
}
