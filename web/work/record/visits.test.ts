import { expect, test } from "vitest";
import type { Happening } from "../../api/timeline.ts";
import { folded } from "./visits.ts";

const happened = (kinds: string): Happening[] => [...kinds].map((kind, i) => ({ id: `${kind}${i}`, at: "", kind: kind === "s" ? "site" : "activity", facts: {}, actor: null }));
const told = (kinds: string, open: string[] = []) => folded(happened(kinds), new Set(open)).map(({ item, more }) => item.id + (more.length > 0 ? `+${more.length}` : ""));

test("five or more visits in a row are folded under the second, fewer are not, and what is opened stays open", () => {
  expect(told("assssa")).toEqual(["a0", "s1", "s2", "s3", "s4", "a5"]);
  expect(told("asssssass")).toEqual(["a0", "s1", "s2+3", "a6", "s7", "s8"]);
  expect(told("sssssa", ["s1"])).toEqual(["s0", "s1", "s2", "s3", "s4", "a5"]);
  expect(told("")).toEqual([]);
});
