import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Line {
  work: string;
  clew: number;
  /** The bare limit, measured in the same run. */
  bare?: number;
  unit: string;
  ratio?: number;
  must?: string;
  aim?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Prints a table and writes it as JSON to bench/results. */
export function report(name: string, lines: readonly Line[], details: Record<string, unknown> = {}): void {
  const round = (value: number | undefined) => (value === undefined ? "" : value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
  console.table(lines.map((l) => ({ work: l.work, clew: `${round(l.clew)} ${l.unit}`, bare: l.bare === undefined ? "–" : `${round(l.bare)} ${l.unit}`, ratio: l.ratio === undefined ? "–" : `${round(l.ratio)}×`, must: l.must ?? "", aim: l.aim ?? "" })));
  if (Object.keys(details).length > 0) console.log(JSON.stringify(details));
  const folder = fileURLToPath(new URL("../results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify({ name, at: new Date().toISOString(), lines, details }, null, 2)}\n`);
}
