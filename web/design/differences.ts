import type { Text } from "../../core/refusal.ts";

/** One thing that differs between two versions of a policy. */
export interface Difference {
  kind: "added" | "removed" | "moved" | "changed";
  /** Names of the groups, rules and clocks it lies in, from the outside in. */
  within: Text[];
  /** Name of the setting; for "added" and "removed" the name of what came or went is the last of `within`. */
  field: string | null;
  /** Given where both can be said in a few characters. */
  before?: string | number | boolean | null;
  after?: string | number | boolean | null;
}

interface Named {
  id: string;
  name?: Text;
}

/** Every difference between two policy bodies; lists whose items have ids are compared item by item, whatever their order. */
export function differences(before: unknown, after: unknown, within: Text[] = [], field: string | null = null): Difference[] {
  if (same(before, after)) return [];
  // A list that is not there yet is an empty one.
  const lists = [before ?? (Array.isArray(after) ? [] : before), after ?? (Array.isArray(before) ? [] : after)] as const;
  if (!isWhole(field) && isNamedList(lists[0]) && isNamedList(lists[1])) return inLists(lists[0], lists[1], within, field);
  if (isPlain(before) && isPlain(after) && !isWhole(field)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], within, field && field !== "grade" ? `${field}.${key}` : key));
  }
  return [{ kind: "changed", within, field, ...(isShort(before) && isShort(after) ? { before: before ?? null, after: after ?? null } : {}) }];
}

function inLists(before: Named[], after: Named[], within: Text[], field: string | null): Difference[] {
  const [was, is] = [new Map(before.map((each) => [each.id, each])), new Map(after.map((each) => [each.id, each]))];
  const place = (each: Named): Text[] => (each.name ? [...within, each.name] : within);
  const stayed = (list: Named[]): string => list.filter((each) => was.has(each.id) && is.has(each.id)).map((each) => each.id).join();
  return [
    ...after.filter((each) => !was.has(each.id)).map((each): Difference => ({ kind: "added", within: place(each), field })),
    ...before.filter((each) => !is.has(each.id)).map((each): Difference => ({ kind: "removed", within: place(each), field })),
    ...(stayed(before) === stayed(after) ? [] : [{ kind: "moved" as const, within, field }]),
    ...after.flatMap((each) => { const old = was.get(each.id); return old ? differences(old, each, place(each), null) : []; }),
  ];
}

/** Settings that are told as one, whatever changed inside. */
const WHOLE = new Set(["name", "when", "due", "target", "strategy", "fallback", "action", "at", "accept_within", "what", "to", "limits.teams"]);
export const isWhole = (field: string | null): boolean => field !== null && WHOLE.has(field);
const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isNamedList = (value: unknown): value is Named[] => Array.isArray(value) && value.every((each) => isPlain(each) && typeof each.id === "string");
const isShort = (value: unknown): value is string | number | boolean | null | undefined => value === null || value === undefined || ["number", "boolean"].includes(typeof value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isPlain(value) ? Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)])) : value;
}
