import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import { compileFilter } from "../../core/language/filter/matches.ts";
import { parseFilter } from "../../core/language/filter/parse.ts";
import { filterToSql } from "../../core/language/filter/sql.ts";
import { type Filter, FIELD_TYPES, type FieldDef, type FilterEnv, type FilterOp, type Row, type Schema } from "../../core/language/types.ts";
import { Refusal } from "../../core/refusal.ts";

const RUNS = 200;
const ROWS = 60;
const FILTERS = 40;

const ids = [1, 2, 3, 4, 5].map((n) => `0190f000-0000-7000-8000-00000000000${n}`);
const [me = "", , company = "", sales = "", south = ""] = ids;
const trees: Record<string, string[]> = { [company]: [company, sales, south], [sales]: [sales, south], [south]: [south] };

const choices = ["new", "won", "a b", "O'Hara", "50%_\\", "已成交"].map((value) => ({ value, label: { zh: value, en: value } }));
const fields: FieldDef[] = FIELD_TYPES.map((type) => ({
  key: type, type, label: { zh: type, en: type }, ...(type.includes("choice") && { choices }), ...(type === "link" && { target: "account" }),
}));
const through: Record<string, FieldDef> = {
  "person.team_id": { key: "team_id", type: "team", label: { zh: "团队", en: "Team" } },
  "link.name": { key: "name", type: "text", label: { zh: "名称", en: "Name" } },
};
const columns: [string, FieldDef][] = [...fields.map((field): [string, FieldDef] => [field.key, field]), ...Object.entries(through)];
const schema: Schema = {
  field(object, key) {
    if (object === "lead") return fields.find((field) => field.key === key);
    return through[`${object === "account" ? "link" : object}.${key}`];
  },
};

const word = fc.array(
  fc.constantFrom("a", "A", "张", "É", "é", "😀", "\ue000", "\ud83d", "Ａ", "%", "_", "\\", "'", "$1", " ", "\u0000", "\n"),
  { maxLength: 4 },
).map((parts) => parts.join(""));
const odd = fc.constantFrom("2026-03-08", "2026-03-08T06:59:59.999Z", "today", "now", "@me", "@my_team", "null", "%", "\\", "\\%", "a_b", "A_B", "axb");
const text = fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: odd });
const amount = fc.oneof(fc.constantFrom(0, -0, 1, -1, 1.005, 2.5, 1e12, 0.01, 99.999), fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.integer({ min: -3, max: 3 }));
const HOUR = 3_600_000;
const near = 1_772_953_200_000; // 2026-03-08T07:00Z, when New York's clocks go forward
const offset = fc.oneof(
  fc.constantFrom(0, 1, -1, 24, -24, 168, -168, 12, -12, 5, -5, 16, -16, 8, -8, 720, -720).chain((hours) => fc.constantFrom(-1, 0, 1).map((ms) => hours * HOUR + ms)),
  fc.integer({ min: -400 * 24, max: 400 * 24 }).map((hours) => hours * HOUR),
);
const instant = fc.oneof(
  { weight: 9, arbitrary: offset.map((ms) => new Date(near + ms).toISOString()) },
  { weight: 1, arbitrary: fc.constantFrom("1000-01-02T00:00:00.000Z", "9999-12-31T23:59:59.999Z") },
);
const day = fc.oneof({ weight: 9, arbitrary: instant.map((at) => at.slice(0, 10)) }, { weight: 1, arbitrary: fc.constantFrom("1000-01-01", "9999-12-31") });
const id = fc.constantFrom(...ids);
const place = fc.constantFrom("广东省", "广东省/深圳市", "广东省/深圳市/南山区", "广东省/深圳", "广东", "a%/b", "a%", "aX/b", "A%/b");
const address = fc.constantFrom("a@b.com", "A.b@b.com", "x_y@b.com", "张@b.com");
const number = fc.constantFrom("+8613800138000", "13800138000", "0755-1234567", "+86 755 1234567");
const site = fc.constantFrom("https://a.com/A", "https://a.com/a", "http://张.com/%_", "A.com/b");
const stored = fc.record({ id, name: word, size: fc.nat(), type: fc.constant("image/png") });
const unit = fc.constantFrom("minute", "hour", "day", "week", "month", "quarter", "year");
const count = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(10_000));
const period = fc.oneof(fc.record({ last: count, unit }), fc.record({ next: count, unit }), fc.record({ this: unit }));

/** One input for a field of a type, as a form or the API might send it. */
function inputOf({ type }: FieldDef): fc.Arbitrary<unknown> {
  switch (type) {
    case "text": case "long_text": case "auto_number": return text;
    case "number": case "money": case "percent": return amount;
    case "boolean": return fc.boolean();
    case "date": return day;
    case "datetime": return instant;
    case "choice": return fc.constantFrom(...choices.map((choice) => choice.value));
    case "multi_choice": return fc.subarray(choices.map((choice) => choice.value));
    case "phone": return number;
    case "email": return address;
    case "url": return site;
    case "person": case "team": case "link": return id;
    case "region": return place;
    case "file": return fc.array(stored, { maxLength: 2 });
    case "json": return fc.jsonValue({ maxDepth: 2 });
  }
}

function operandOf(field: FieldDef, op: FilterOp): fc.Arbitrary<unknown> {
  const { kind } = fieldTypes[field.type];
  const moment = fc.oneof(instant, day, fc.constantFrom("now", "today"));
  const viewer = field.type === "person" ? fc.constant("@me") : field.type === "team" ? fc.constant("@my_team") : inputOf(field);
  const one = fc.oneof({ weight: 4, arbitrary: inputOf(field) }, { weight: 1, arbitrary: viewer });
  const item = field.type === "multi_choice" ? fc.constantFrom(...choices.map((choice) => choice.value)) : one;
  const bound = kind === "time" || kind === "date" ? moment : inputOf(field);
  const part = fc.oneof(word, inputOf(field).chain((input) => fc.nat({ max: 12 }).map((length) => String(input).slice(0, length))));
  switch (op) {
    case "empty": case "not_empty": return fc.constant(undefined);
    case "in": case "not_in": return fc.array(item, { maxLength: 4 });
    case "between": return fc.tuple(bound, bound);
    case "within": return period;
    case "contains": return kind === "set" ? item : part;
    case "starts_with": return part;
    case "is": case "not": return kind === "time" ? moment : one;
    case "under": return one;
    default: return bound;
  }
}

const row: fc.Arbitrary<Row> = fc
  .tuple(...columns.map(([, field]) => fc.option(inputOf(field), { freq: 5 })))
  .map((inputs) => Object.fromEntries(columns.map(([key, field], i) => {
    const parsed = fieldTypes[field.type].parse(inputs[i], field);
    return [key, "value" in parsed ? parsed.value : null];
  })));

const condition = fc.constantFrom(...columns).chain(([key, field]) =>
  fc.constantFrom(...fieldTypes[field.type].operators).chain((op) => operandOf(field, op).map((value) => ({ field: key, op, value }))));
const { filter } = fc.letrec<{ filter: unknown }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 4, arbitrary: condition },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie("filter"), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie("filter"), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie("filter") }) },
  ),
}));
const env: fc.Arbitrary<FilterEnv> = fc.record({
  now: offset.map((ms) => new Date(near + ms)),
  timeZone: fc.constantFrom("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"),
  me: fc.constantFrom(me, undefined), myTeam: fc.constantFrom(sales, undefined),
}).map(({ me: person, myTeam, ...rest }) => ({
  ...rest, ...(person && { me: person }), ...(myTeam && { myTeam }), teamsUnder: (team: string) => trees[team] ?? [team],
}));

/** A filter that its parser accepts; undefined when the random value was refused. */
function accepted(input: unknown, timeZone: string): Filter | undefined {
  try {
    return parseFilter(input, "lead", schema, { timeZone });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Names the first disagreement only: the random rows and filters would fill pages. */
async function report<T>(run: fc.RunDetails<T>): Promise<void> {
  if (run.failed) throw new Error(`${run.interrupted ? "too slow" : "disagreement"}, seed ${run.seed}, after ${run.numRuns} runs`, { cause: run.errorInstance });
}

const client = new pg.Client(inject("database").url);

beforeAll(async () => {
  await client.connect();
  // A collation that knows É and é, where the server has one: agreement must not hang on the database's own.
  const known = await client.query("select from pg_collation where collname = 'und-x-icu'");
  const collate = known.rows.length > 0 ? 'collate "und-x-icu"' : "";
  const definitions = columns.map(([key, field]) => {
    const type = fieldTypes[field.type].column(field);
    return `"${key}" ${type} ${type === "text" ? collate : ""}`;
  });
  await client.query(`create temp table parity (i int, ${definitions.join(", ")})`);
});
afterAll(() => client.end());

test("a filter finds the same records in memory as in the database", async () => {
  let pairs = 0;
  let met = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: ROWS, maxLength: ROWS }), fc.array(filter, { minLength: FILTERS, maxLength: FILTERS }), env, async (rows, inputs, world) => {
      const filters = inputs.map((input) => accepted(input, world.timeZone)).filter((each) => each !== undefined);
      refused += inputs.length - filters.length;
      const params: unknown[] = [];
      const tests = filters.map((each) => {
        const sql = filterToSql(each, "lead", schema, world, (path) => `t."${path}"`, params.length + 1);
        params.push(...sql.params);
        return `(${sql.text}) is true`;
      });
      await client.query("truncate parity");
      await client.query("insert into parity select * from json_populate_recordset(null::parity, $1)", [JSON.stringify(rows.map((each, i) => ({ i, ...each })))]);
      const found = await client.query<{ met: boolean[] }>(`select array[${tests.join(", ")}]::boolean[] as met from parity t order by i`, params);
      filters.forEach((each, f) => {
        const compiled = compileFilter(each, world);
        rows.forEach((values, r) => {
          const inMemory = compiled(values);
          if (inMemory !== found.rows[r]?.met[f]) {
            const used = JSON.stringify(each);
            throw new Error(`memory says ${inMemory}: ${used} on ${JSON.stringify(values)} at ${world.now.toISOString()} in ${world.timeZone}`);
          }
          pairs++;
          if (inMemory) met++;
        });
      });
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: 80_000, markInterruptAsFailure: true, endOnFailure: true, asyncReporter: report },
  );
  expect(pairs).toBeGreaterThan(10_000);
  // Both answers must be common, else the agreement says nothing.
  expect(met / pairs).toBeGreaterThan(0.2);
  expect(met / pairs).toBeLessThan(0.8);
  expect(refused / (RUNS * FILTERS)).toBeLessThan(0.25);
}, 90_000);
