import type { Text } from "../../../../core/refusal.ts";
import { type Column, given, type Raw, type Source } from "./table.ts";

/** Which values belong to a level. */
export type LevelTest = { none: true } | { is: string } | { other: string[] } | { from: number | null; to: number | null };

export interface Level {
  /** Unique within its feature: "none", "=上海市", "other", "100..500". */
  key: string;
  label: Text;
  test: LevelTest;
  /** Rows of the training set, and how many of them converted. */
  rows: number;
  converted: number;
}

/** A source cut into levels: every row is in exactly one of them, or in none that was seen. */
export interface Feature {
  key: string;
  field: string | null;
  label: Text;
  kind: Source["kind"];
  levels: Level[];
}

const MOST_LEVELS = 30;
const MOST_BINS = 8;
/** A level needs so many rows, and this share of all, to be told apart. */
const FEWEST_ROWS = 10;
const FEWEST_SHARE = 0.003;

const NONE: Text = { zh: "未填写", en: "not given" };
const OTHER: Text = { zh: "其他", en: "other" };
const GIVEN: Text = { zh: "已填写", en: "given" };

/** Cuts a column into levels by the rows of the training set: the frequent values, or ranges of about equal size; null when there is nothing to tell apart. */
export function cut(column: Column, rows: readonly number[], outcome: readonly number[]): Feature | null {
  const { source } = column;
  const tests = source.kind === "number" ? ranges(column, rows) : values(column, rows);
  const feature: Feature = { key: source.key, field: source.field, label: source.label, kind: source.kind, levels: tests.map((level) => ({ ...level, rows: 0, converted: 0 })) };
  const place = placeOf(feature);
  for (const row of rows) {
    const level = feature.levels[place(rawOf(column, row))];
    if (!level) continue;
    level.rows++;
    level.converted += outcome[row] as number;
  }
  feature.levels = feature.levels.filter((level) => level.rows > 0);
  return feature.levels.length > 1 ? feature : null;
}

/** The value a stored number stands for. */
export function rawOf(column: Column, row: number): Raw {
  if (!given(column, row)) return null;
  const value = column.values[row] as number;
  return column.source.kind === "number" ? value : (column.dictionary[value] as string);
}

function values(column: Column, rows: readonly number[]): Pick<Level, "key" | "label" | "test">[] {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(column.values[row] as number, (counts.get(column.values[row] as number) ?? 0) + 1);
  const fewest = Math.max(FEWEST_ROWS, rows.length * FEWEST_SHARE);
  const kept = [...counts].filter(([code, count]) => code >= 0 && count >= fewest).sort((a, b) => b[1] - a[1]).slice(0, MOST_LEVELS).map(([code]) => column.dictionary[code] as string);
  const levels = kept.map((value) => ({ key: `=${value}`, label: column.source.names?.[value] ?? { zh: value, en: value }, test: { is: value } }));
  return [...levels, { key: "other", label: kept.length > 0 ? OTHER : GIVEN, test: { other: kept } }, { key: "none", label: NONE, test: { none: true } }];
}

function ranges(column: Column, rows: readonly number[]): Pick<Level, "key" | "label" | "test">[] {
  const sorted = Float64Array.from(rows.map((row) => column.values[row] as number).filter((value) => !Number.isNaN(value))).sort();
  const edges = [...new Set(Array.from({ length: MOST_BINS - 1 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / MOST_BINS)] as number))];
  const bounds = sorted.length === 0 ? [] : [null, ...edges.filter((edge) => edge > (sorted[0] as number)), null];
  const levels = bounds.slice(1).map((to, i) => {
    const from = bounds[i] as number | null;
    return { key: `${from ?? ""}..${to ?? ""}`, label: rangeWords(from, to), test: { from, to } };
  });
  return [...levels, { key: "none", label: NONE, test: { none: true } }];
}

function rangeWords(from: number | null, to: number | null): Text {
  const say = (value: number) => Number(value.toPrecision(6)).toLocaleString("en-US");
  if (from === null && to === null) return GIVEN;
  if (from === null) return { zh: `低于 ${say(to as number)}`, en: `below ${say(to as number)}` };
  return to === null ? { zh: `${say(from)} 及以上`, en: `${say(from)} and more` } : { zh: `${say(from)} 至 ${say(to)}`, en: `${say(from)} to ${say(to)}` };
}

/** Prepares looking up the level of a value; -1 for a value of no level. */
export function placeOf(feature: Feature): (value: Raw) => number {
  const named = new Map<string, number>();
  const bounds: { from: number; to: number; at: number }[] = [];
  let none = -1;
  let other = -1;
  feature.levels.forEach(({ test }, at) => {
    if ("none" in test) none = at;
    else if ("is" in test) named.set(test.is, at);
    else if ("other" in test) other = at;
    else bounds.push({ from: test.from ?? -Infinity, to: test.to ?? Infinity, at });
  });
  return (value) => {
    if (value === null) return none;
    if (typeof value === "number") return bounds.find(({ from, to }) => value >= from && value < to)?.at ?? -1;
    return named.get(value) ?? other;
  };
}
