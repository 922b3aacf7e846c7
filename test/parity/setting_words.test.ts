import { describe, expect, it } from "vitest";
import { z } from "zod";
import { policyKindList } from "../../apps/everything.ts";
import { isWhole } from "../../web/design/differences.ts";
import { settingWord } from "../../web/design/setting_words.ts";

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** Every setting of a body as the list of changes names it. */
function settings({ anyOf, oneOf, type, items, properties }: Schema, field: string | null, into = new Set<string>()): Set<string> {
  const ways = anyOf ?? oneOf;
  if (field && (isWhole(field) || (!ways && type !== "object"))) into.add(field);
  if (field && isWhole(field)) return into;
  if (ways) for (const way of ways) settings(way, field, into);
  else if (type === "array" && items?.properties?.id) settings(items, null, into);
  else if (properties) for (const [key, inner] of Object.entries(properties)) settings(inner, field && field !== "grade" ? `${field}.${key}` : key, into);
  return into;
}

describe("the list of changes", () => {
  it.each(policyKindList.map(({ kind, schema }) => [kind, schema] as const))("has a name for every setting of %s rules", (_, schema) => {
    const all = [...settings(z.toJSONSchema(schema, { io: "output", unrepresentable: "any", reused: "inline" }) as Schema, null)].filter((field) => field !== "id");
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter((field) => settingWord(field) === undefined)).toEqual([]);
  });
});
