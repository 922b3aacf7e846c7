import { describe, expect, test } from "vitest";
import { suspicious } from "./leakage.ts";
import { planted } from "./planted_fixture.ts";
import { train } from "./train.ts";

type More = NonNullable<Parameters<typeof planted>[0]["more"]>;

const refusedOf = (more: More, rows = 3_000) => {
  const { table } = planted({ rows, seed: 41, more });
  return suspicious(table, table.inOrder());
};

describe("columns that know the outcome", () => {
  test("nothing is refused in an honest history, not even identifiers or a strong source", () => {
    let id = 0;
    expect(refusedOf(() => ({ id: `L${id++}`, number: id, strong: null }))).toEqual([]);
  });

  test("a status that says won or lost", () => {
    expect(refusedOf((won) => ({ status: won ? "won" : "lost" }))).toEqual([expect.objectContaining({ key: "status", code: "separates", hard: false })]);
  });

  test("the length of the call: nobody buys in ten seconds, and it says more than everything else", () => {
    const found = refusedOf((won, random) => ({ seconds: won ? 150 + random() * 600 : random() * random() * 700 }));
    expect(found.map(({ key }) => key)).toEqual(["seconds"]);
  });

  test("tags given by sales, with a rest that is still open", () => {
    const found = refusedOf((won, random) => ({ tag: random() < 0.45 ? null : won ? "will buy" : random() < 0.9 ? "not interested" : "will buy" }));
    expect(found.map(({ key }) => key)).toEqual(["tag"]);
  });

  test("a field only ever filled in for customers", () => {
    const found = refusedOf((won, random) => ({ contract: won && random() < 0.8 ? `C${Math.floor(random() * 1_000)}` : null }));
    expect(found).toEqual([expect.objectContaining({ key: "contract" })]);
  });

  test("a quality grade filled in for the promising half, clear at both ends", () => {
    const found = refusedOf((won, random) => ({ quality: random() < (won ? 0.3 : 0.65) ? null : random() < 0.5 ? "maybe" : won ? (random() < 0.97 ? "high" : "worst") : random() < 0.97 ? "worst" : "high" }));
    expect(found.map(({ key }) => key)).toEqual(["quality"]);
  });

  test("a good but honest field stays: company given by twice as many customers", () => {
    expect(refusedOf((won, random) => ({ company: random() < (won ? 0.8 : 0.5) ? "yes" : null }))).toEqual([]);
  });

  test("what is refused is not learned from; a person may allow it, but not what history says was written after the outcome", () => {
    const { table } = planted({ rows: 3_000, seed: 7, more: (won) => ({ status: won ? "won" : "lost" }) });
    const keys = (of: ReturnType<typeof train>) => of.model.features.map(({ key }) => key);
    expect(keys(train(table))).not.toContain("status");
    expect(keys(train(table, { allow: new Set(["status"]) }))).toContain("status");
    const hard = [{ key: "status", code: "after_outcome" as const, hard: true, facts: {} }];
    expect(keys(train(table, { allow: new Set(["status"]), refused: hard }))).not.toContain("status");
  });
});
