import { expect, test } from "vitest";
import { type ComparerName, comparers } from "../../leads/cleanse/compare/fields.ts";
import { MATCH_EXAMPLES } from "../../web/design/match-examples.ts";

test("the examples beside the sliders are what the engine finds", () => {
  const found = Object.entries(MATCH_EXAMPLES).map(([kind, examples]) => [kind, examples.map(([a, b]) => {
    const comparer = comparers[kind as ComparerName];
    return [a, b, Math.round((comparer.compare(comparer.prepare(a), comparer.prepare(b))?.similarity ?? -1) * 100) / 100];
  })]);
  expect(Object.fromEntries(found)).toEqual(MATCH_EXAMPLES);
});
