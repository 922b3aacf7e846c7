import type { ScoreBody } from "../bodies.ts";

export type Axis = "fit" | "interest";
export type Line = { axis: "fit"; name: "A" | "B" | "C" } | { axis: "interest"; name: "1" | "2" | "3" };
type Grade = ScoreBody["grade"];
export interface Range {
  low: number;
  high: number;
}

/** Best first; what is below the last line is the fourth. */
const ORDER = { fit: ["A", "B", "C"], interest: ["1", "2", "3"] } as const;

/** The points that half of a grade can reach, with room around its lines. */
export function rangeOf({ groups, grade }: ScoreBody, axis: Axis): Range {
  const mine = groups.filter((group) => group.measures === axis);
  const sum = (key: "max" | "min"): number => mine.reduce((total, group) => total + group[key], 0);
  const lines = Object.values(grade[axis]);
  return { low: Math.min(0, ...lines.map((line) => line - 5)), high: Math.max(sum("max"), 20, ...lines.map((line) => line + 5)) };
}

/** The grade with one line moved; it stops at its neighbours, because thresholds fall from the best down. */
export function moveLine(grade: Grade, { axis, name }: Line, value: number): Grade {
  const lines = grade[axis] as Record<string, number>;
  const order: readonly string[] = ORDER[axis];
  const place = order.indexOf(name);
  const above = lines[order[place - 1] ?? ""] ?? Number.POSITIVE_INFINITY;
  const below = lines[order[place + 1] ?? ""] ?? Number.NEGATIVE_INFINITY;
  return { ...grade, [axis]: { ...lines, [name]: Math.min(above, Math.max(below, value)) } };
}

export interface Cell {
  grade: string;
  left: number;
  bottom: number;
  width: number;
  height: number;
}

/** The sixteen rectangles, in per cent of the plane. */
export function cells({ fit, interest }: Grade, x: Range, y: Range): Cell[] {
  const bands = (range: Range, lines: readonly [string, number, number][]) => lines.map(([name, from, to]) => ({ name, from: ((from - range.low) / (range.high - range.low)) * 100, size: ((to - from) / (range.high - range.low)) * 100 }));
  const letters = bands(y, [["A", fit.A, y.high], ["B", fit.B, fit.A], ["C", fit.C, fit.B], ["D", y.low, fit.C]]);
  const digits = bands(x, [["1", interest[1], x.high], ["2", interest[2], interest[1]], ["3", interest[3], interest[2]], ["4", x.low, interest[3]]]);
  return letters.flatMap((letter) => digits.map((digit) => ({ grade: `${letter.name}${digit.name}`, left: digit.from, bottom: letter.from, width: digit.size, height: letter.size })));
}
