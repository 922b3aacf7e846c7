import type { FilterEnv, FilterOp, Window } from "../types.ts";
import { addDays, instantText, localDate, startOfDay } from "../zone.ts";
import { type Span, windowDates, windowInstants } from "./window.ts";

const DATE = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** From inclusive to exclusive, as canonical text; an absent end is open. */
export type Bounds = Partial<Span<string>>;

/** Whether a value or operand is a moment: a day, an instant, "now" or "today". */
export function isMoment(operand: unknown): operand is string {
  return operand === "now" || operand === "today" || isDateText(operand) || isInstantText(operand);
}

export function isDateText(value: unknown): value is string {
  return typeof value === "string" && DATE.test(value);
}

export function isInstantText(value: unknown): value is string {
  return typeof value === "string" && INSTANT.test(value);
}

/** What an order, between, before, after or within condition asks of an instant. A day stands for all of it, in the zone of `env`. */
export function instantBounds(op: FilterOp, operand: unknown, env: FilterEnv): Bounds {
  const span = (moment: unknown) => momentInstants(String(moment), env);
  const window = () => windowInstants(operand as Window, env.now, env.timeZone);
  const { from, to } = bounds(op, operand, span, window);
  return {
    ...(from !== undefined && { from: instantText(from) }),
    ...(to !== undefined && { to: instantText(to) }),
  };
}

/** The same for a field that holds days; an instant stands for its local day. */
export function dateBounds(op: FilterOp, operand: unknown, env: FilterEnv): Bounds {
  const span = (moment: unknown) => momentDates(String(moment), env);
  return bounds(op, operand, span, () => windowDates(operand as Window, env.now, env.timeZone));
}

function bounds<T>(op: FilterOp, operand: unknown, span: (moment: unknown) => Span<T>, window: () => Span<T>): Partial<Span<T>> {
  switch (op) {
    case "within": return window();
    case "before": case "lt": return { to: span(operand).from };
    case "lte": return { to: span(operand).to };
    case "after": case "gt": return { from: span(operand).to };
    case "gte": return { from: span(operand).from };
    case "between": {
      const [first, last] = operand as unknown[];
      return { from: span(first).from, to: span(last).to };
    }
    default: throw new Error(`${op} is not a range`);
  }
}

function momentInstants(moment: string, env: FilterEnv): Span<number> {
  const now = env.now.getTime();
  if (moment === "now") return { from: now, to: now + 1 };
  if (isInstantText(moment)) return { from: Date.parse(moment), to: Date.parse(moment) + 1 };
  const date = moment === "today" ? localDate(now, env.timeZone) : moment;
  const next = addDays(date, 1);
  return { from: startOfDay(date, env.timeZone), to: next === "infinity" ? Infinity : startOfDay(next, env.timeZone) };
}

function momentDates(moment: string, env: FilterEnv): Span<string> {
  const named = moment === "now" || moment === "today";
  const date = named || isInstantText(moment) ? localDate(named ? env.now.getTime() : Date.parse(moment), env.timeZone) : moment;
  return { from: date, to: addDays(date, 1) };
}
