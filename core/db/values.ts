import pg from "pg";

const { builtins } = pg.types;

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, instant],
  [builtins.DATE, (text) => text],
  [builtins.NUMERIC, Number],
  [builtins.INT8, Number],
]);
// Arrays of the same types; the driver has no names for these.
const TEXT_ARRAY: number = 1009;
const ARRAYS: [number, number][] = [[1185, builtins.TIMESTAMPTZ], [1182, builtins.DATE], [1231, builtins.NUMERIC], [1016, builtins.INT8]];
for (const [array, element] of ARRAYS) parsers.set(array, listOf(parsers.get(element) as (text: string) => unknown));

/** How the driver reads values: as the Value type says (instants as UTC text with milliseconds, dates as text, numbers as numbers). */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    const own = format === "binary" ? undefined : parsers.get(oid);
    return own ?? pg.types.getTypeParser(oid, format as "text");
  },
};

/** "2026-03-25 01:02:03.0045+00" → "2026-03-25T01:02:03.004Z"; digits below a millisecond are cut, never rounded up. */
export function instant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (match) return `${match[1]}T${match[2]}.${(match[3] ?? "").slice(0, 3).padEnd(3, "0")}Z`;
  const time = Date.parse(text.replace(" ", "T").replace(/[+-]\d\d$/, "$&:00"));
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

function listOf(parse: (text: string) => unknown): (text: string) => unknown {
  const texts = pg.types.getTypeParser(TEXT_ARRAY, "text");
  return (text) => (texts(text) as (string | null)[]).map((item) => (item === null ? null : parse(item)));
}
