import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operations } from "../apps/everything.ts";
import { TABLE, tableText } from "./contract.mjs";

test("the browser's table of operations is the one list (if not: node scripts/contract.mjs)", () => {
  expect(readFileSync(new URL(`../${TABLE}`, import.meta.url), "utf8")).toBe(tableText(operations));
});
