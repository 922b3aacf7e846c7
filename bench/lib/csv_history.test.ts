import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chance } from "../../leads/score/predict/learn/planted_fixture.ts";
import { train } from "../../leads/score/predict/learn/train.ts";
import { type CsvRow, historyOf } from "./csv_history.ts";
import { FUNNEL, funnelRows } from "./funnel.ts";

const random = chance(8);
const rows = Array.from({ length: 2_000 }, (_, i): CsvRow => {
  const won = random() < (i % 2 === 0 ? 0.5 : 0.15);
  return { id: `L${i}`, source: i % 2 === 0 ? "referral" : "ad", employees: random() < 0.2 ? "" : String(Math.floor(random() * 500)), verdict: random() < 0.3 ? "Select" : won ? "closed" : "lost", outcome: won ? "yes" : "no", at: `2026-01-${String((i % 28) + 1).padStart(2, "0")}` };
});

describe("a file as a history", () => {
  test("columns of numbers are numbers, blanks are nothing, and a verdict written afterwards is refused", () => {
    const { table, order, split } = historyOf(rows, { target: "outcome", time: "at" });
    expect(table.columns.map(({ source }) => [source.key, source.kind])).toEqual([["id", "level"], ["source", "level"], ["employees", "number"], ["verdict", "level"]]);
    expect(split).toContain("by time");
    const trained = train(table, { order });
    expect(trained.refused.map(({ key }) => key)).toEqual(["verdict"]);
    expect(trained.figures.auc).toBeGreaterThan(0.6);
    expect(train(table, { order, allow: new Set(["verdict"]) }).figures.auc).toBeGreaterThan(0.85);
  });

  test("without a time a file that is sorted by its outcome is split at random, the same way every time, and says so", () => {
    const sorted = [...rows].sort((a, b) => (a.outcome ?? "").localeCompare(b.outcome ?? ""));
    const [first, again] = [historyOf(sorted, { target: "outcome" }), historyOf(sorted, { target: "outcome" })];
    expect(first.split).toContain("at random with seed 7");
    expect(first.order).toEqual(again.order);
    expect([...first.order].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
  });

  test("a missing column and an outcome nobody reached are named", () => {
    expect(() => historyOf(rows, { target: "moon" })).toThrow(/no column "moon"; it has: id, source/);
    expect(() => historyOf(rows, { target: "outcome", positive: "perhaps" })).toThrow(/--positive/);
  });
});

describe.skipIf(!existsSync(FUNNEL))("8,000 leads of a marketplace (needs ../shared/data/olist-funnel)", () => {
  test("origin and landing page rank better than chance; what only the deal knows is refused", async () => {
    const { table, order } = historyOf(await funnelRows(), { target: "won", time: "first_contact_date" });
    const trained = train(table, { order });
    expect(trained.refused.map(({ key }) => key).sort()).toEqual(["business_segment", "lead_type"]);
    expect(trained.figures.auc).toBeGreaterThan(0.63);
    expect(trained.figures.auc).toBeLessThan(0.8);
  });
});
