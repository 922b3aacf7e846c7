import { sigmoid } from "./logistic.ts";
import { type Source, Table } from "./table.ts";

/** Random numbers that are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SOURCES = { referral: 1.2, website: 0.2, ad: -0.6 } as const;
const SIZES = { big: 0.7, small: -0.4 } as const;

/** A history whose odds are known: source, size and a budget that says little. */
export function planted(options: { rows: number; seed: number; scored?: boolean; more?: (converted: boolean, random: () => number) => Record<string, string | number | null> }) {
  const random = chance(options.seed);
  const extra = Object.entries(options.more?.(true, chance(1)) ?? {});
  const sources: Source[] = [
    ...["source", "size"].map((key): Source => ({ key, field: key, kind: "level", label: { zh: key, en: key } })), { key: "budget", field: "budget", kind: "number", label: { zh: "budget", en: "budget" } },
    ...extra.map(([key, value]): Source => ({ key, field: key, kind: typeof value === "number" ? "number" : "level", label: { zh: key, en: key } })),
  ];
  const table = new Table(sources);
  const pick = <T extends string>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  for (let i = 0; i < options.rows; i++) {
    const source = pick(Object.keys(SOURCES) as (keyof typeof SOURCES)[]);
    const size = pick(Object.keys(SIZES) as (keyof typeof SIZES)[]);
    const odds = -1.2 + SOURCES[source] + SIZES[size];
    const converted = random() < sigmoid(odds);
    const more = options.more?.(converted, random) ?? {};
    table.add([source, size, Math.floor(random() * 100), ...extra.map(([key]) => more[key] ?? null)], converted, i, options.scored ? Math.round(50 + 20 * odds + random() * 20) : null);
  }
  const mean = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0) / Object.keys(of).length;
  const effects = Object.fromEntries([
    ...Object.entries(SOURCES).map(([key, value]) => [`source|=${key}`, value - mean(SOURCES)]), ...Object.entries(SIZES).map(([key, value]) => [`size|=${key}`, value - mean(SIZES)]),
  ]) as Record<string, number>;
  return { table, effects };
}
