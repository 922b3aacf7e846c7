import type { Condition, Filter, FilterEnv, FilterOp, Row, Value } from "../types.ts";
import { compareText, foldCase } from "../text.ts";
import { isTeamOperand } from "./operand.ts";
import { type Bounds, dateBounds, instantBounds, isDateText, isInstantText, isMoment } from "./range.ts";
import { resolveId, resolveIds } from "./viewer.ts";

export type Get = (row: Row, path: string) => Value | undefined;
export type Test = (row: Row, get?: Get) => boolean;
type ValueTest = (value: Exclude<Value, null>) => boolean;

const readRow: Get = (row, path) => row[path];

/** Whether a row in canonical form meets a parsed filter; agrees exactly with `filterToSql`. Paths are read as flat keys ("owner_id.team_id"). */
export function matches(filter: Filter, row: Row, env: FilterEnv, get?: Get): boolean {
  return compileFilter(filter, env)(row, get);
}

/** The same as a function made once for many rows; the moment of `env` is fixed in it. */
export function compileFilter(filter: Filter, env: FilterEnv): Test {
  if ("all" in filter) {
    const tests = filter.all.map((each) => compileFilter(each, env));
    return (row, get) => tests.every((test) => test(row, get));
  }
  if ("any" in filter) {
    const tests = filter.any.map((each) => compileFilter(each, env));
    return (row, get) => tests.some((test) => test(row, get));
  }
  if ("not" in filter) {
    const test = compileFilter(filter.not, env);
    return (row, get) => !test(row, get);
  }
  return compileCondition(filter, env);
}

const OPPOSITES: Partial<Record<FilterOp, FilterOp>> = { not: "is", not_in: "in", empty: "not_empty" };

function compileCondition({ field, op, value }: Condition, env: FilterEnv): Test {
  const opposite = OPPOSITES[op];
  const test = valueTest(opposite ?? op, value, env);
  const wanted = opposite === undefined;
  return (row, get = readRow) => {
    const held = get(row, field) ?? null;
    const met = held !== null && held !== "" && !(Array.isArray(held) && held.length === 0) && test(held);
    return met === wanted;
  };
}

/** Tests a value that is there; nothing at all meets no test. */
function valueTest(op: FilterOp, operand: unknown, env: FilterEnv): ValueTest {
  switch (op) {
    case "not_empty": return () => true;
    case "is": return isTest(operand, env);
    case "in": return inTest(operand as unknown[], env);
    case "contains": {
      const part = foldCase(String(operand));
      return (value) => (Array.isArray(value) ? value.some((each) => each === operand) : typeof value === "string" && foldCase(value).includes(part));
    }
    case "starts_with": {
      const part = foldCase(String(operand));
      return (value) => typeof value === "string" && foldCase(value).startsWith(part);
    }
    case "under": return underTest(operand, env);
    case "gt": case "gte": case "lt": case "lte": case "between": case "before": case "after": case "within":
      return rangeTest(op, operand, env);
    default: throw new Error(`${op} is tested by its opposite`);
  }
}

function isTest(operand: unknown, env: FilterEnv): ValueTest {
  if (Array.isArray(operand)) {
    const set = new Set<unknown>(operand);
    return (value) => Array.isArray(value) && new Set(value).size === set.size && value.every((each) => set.has(each));
  }
  const id = resolveId(operand, env);
  return (value) => value === operand || (id !== undefined && value === id);
}

function inTest(operands: unknown[], env: FilterEnv): ValueTest {
  const set = new Set<unknown>([...operands, ...resolveIds(operands, env)]);
  return (value) => (Array.isArray(value) ? value.some((each) => set.has(each)) : set.has(value));
}

function underTest(operand: unknown, env: FilterEnv): ValueTest {
  if (isTeamOperand(operand)) {
    const team = resolveId(operand, env);
    const teams = new Set<unknown>(team === undefined ? [] : env.teamsUnder(team));
    return (value) => teams.has(value);
  }
  const inside = `${String(operand)}/`;
  return (value) => value === operand || (typeof value === "string" && value.startsWith(inside));
}

function rangeTest(op: FilterOp, operand: unknown, env: FilterEnv): ValueTest {
  const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (op !== "within" && !operands.every(isMoment)) return orderTest(op, operands);
  const dates = dateBounds(op, operand, env);
  const instants = instantBounds(op, operand, env);
  return (value) => {
    if (isDateText(value)) return lies(value, dates);
    return isInstantText(value) && lies(value, instants);
  };
}

function lies(value: string, { from, to }: Bounds): boolean {
  return (from === undefined || value >= from) && (to === undefined || value < to);
}

function orderTest(op: FilterOp, [first, last]: unknown[]): ValueTest {
  const compare = typeof first === "number" ? byNumber : byText;
  switch (op) {
    case "gt": return (value) => compare(value, first) > 0;
    case "gte": return (value) => compare(value, first) >= 0;
    case "lt": return (value) => compare(value, first) < 0;
    case "lte": return (value) => compare(value, first) <= 0;
    default: return (value) => compare(value, first) >= 0 && compare(value, last) <= 0;
  }
}

// NaN for values of another kind: every comparison with it fails.
function byNumber(a: unknown, b: unknown): number {
  return typeof a === "number" && typeof b === "number" ? a - b : Number.NaN;
}

function byText(a: unknown, b: unknown): number {
  return typeof a === "string" && typeof b === "string" ? compareText(a, b) : Number.NaN;
}
