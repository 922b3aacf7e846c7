import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../apps/everything.ts";
import { makeHouse } from "../../apps/house.ts";
import { furnish } from "../../apps/prepare.ts";
import { openDatabase } from "../../core/db/connect.ts";
import type { Actor } from "../../core/ctx.ts";
import type { AnyOp } from "../../core/op.ts";
import { type Answer, PASSWORD, type Served, served } from "../setup/server.ts";
import { listening } from "../setup/stream.ts";
import { testSettings } from "../setup/settings.ts";
import { type World, world } from "../world.ts";

let w: World;
let s: Served;
let admin: Actor & { kind: "person" };
let rep: Actor & { kind: "person" };
let key: string;

beforeAll(async () => {
  w = await world();
  s = await served(w);
  admin = await w.person("管理员", "admin");
  rep = await w.person("王芳", "rep", "华东");
  key = await s.keyFor("admin");
});
afterAll(async () => {
  await s.close();
  await w.close();
});

const lead = async (body: Record<string, unknown>) => (await s.request(key, "POST", "/api/v1/records/lead", body)).json as { id: string; version: number };

/** Every endpoint others rely on, in the words of the contract. */
const CONTRACT = `
GET /me
POST /api-keys
GET /people
POST /people
PATCH /people/{id}
DELETE /people/{id}
GET /teams
POST /teams
PATCH /teams/{id}
DELETE /teams/{id}
GET /roles
POST /roles
PATCH /roles/{id}
DELETE /roles/{id}
GET /channels
POST /channels
PATCH /channels/{key}
DELETE /channels/{key}
POST /capture/{channel_key}
POST /capture/{channel_key}/batch
GET /arrivals
POST /arrivals/{id}/replay
GET /records/{object}
POST /records/{object}/query
POST /records/{object}
GET /records/{object}/{id}
PATCH /records/{object}/{id}
DELETE /records/{object}/{id}
POST /records/{object}/upsert
POST /records/{object}/aggregate
GET /records/{object}/{id}/history
GET /records/{object}/{id}/timeline
GET /records/{object}/{id}/receipts
POST /leads/{id}/claim
POST /leads/{id}/release
POST /leads/{id}/assign
POST /leads/{id}/transfer
POST /leads/{id}/accept
POST /leads/{id}/disqualify
POST /leads/{id}/convert
POST /leads/claim
POST /leads/release
POST /leads/assign
POST /leads/transfer
POST /leads/accept
POST /leads/disqualify
POST /leads/convert
POST /leads/merge
POST /merges/{id}/undo
GET /pools
GET /notifications
GET /stream
GET /objects
POST /objects
PATCH /objects/{object}
GET /objects/{object}/fields
POST /objects/{object}/fields
PATCH /objects/{object}/fields/{id}
POST /objects/plan
GET /policies/{kind}
PUT /policies/{kind}/draft
POST /policies/{kind}/simulate
POST /policies/{kind}/publish
POST /policies/{kind}/rollback
POST /insight/ask
GET /dashboards
POST /imports
GET /imports/{id}
POST /imports/{id}/preview
POST /imports/{id}/start
POST /imports/{id}/cancel
GET /imports/{id}/problems.csv
`.trim().split("\n");

const shape = (path: string) => path.replace(/:\w+|\{\w+\}/g, "{}");
const there = new Set((operations as readonly AnyOp[]).map((operation) => `${operation.http.method} ${shape(operation.http.path)}`));

describe("an answer", () => {
  const asked = async (path: string, encoding?: string) => {
    const answer = await fetch(`${s.url}${path}`, { headers: { authorization: `Bearer ${key}`, "accept-encoding": encoding ?? "identity" } });
    const text = await answer.text();
    return { encoding: answer.headers.get("content-encoding"), id: answer.headers.get("x-request-id"), body: JSON.parse(text) as unknown };
  };

  it("travels compressed when it is long and the caller takes it so, with its request id either way", async () => {
    const [plain, zipped, short] = [await asked("/api/openapi.json"), await asked("/api/openapi.json", "gzip"), await asked("/api/v1/me", "gzip")];
    expect([plain.encoding, zipped.encoding, short.encoding]).toEqual([null, "gzip", null]);
    expect(zipped.body).toEqual(plain.body);
    for (const { id } of [plain, zipped, short]) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("the contract", () => {
  it.each(CONTRACT)("%s", (line) => {
    expect(there).toContain(shape(line));
  });

  it("an operation has a name and a route of its own", () => {
    const all = operations as readonly AnyOp[];
    expect(new Set(all.map((operation) => operation.name)).size).toBe(all.length);
    expect(there.size).toBe(all.length);
  });
});

function problem(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.json?.code], answer.text).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(Object.keys(answer.json).sort()).toEqual(["code", "detail", "errors", "facts", "status", "title", "type"]);
  expect(answer.json).toMatchObject({ status, title: expect.stringMatching(/\S/), detail: expect.stringMatching(/\S/), type: expect.stringContaining(code) });
  expect(answer.text).not.toMatch(/ at |\.ts\b|node_modules|select |syntax error/i);
}

describe("problem documents", () => {
  it("speak the caller's language, Chinese unless asked", async () => {
    const say = async (language?: string) => (await s.request(null, "GET", "/api/v1/me", undefined, language ? { "accept-language": language } : {})).json.title as string;
    expect(await say("en-US,en;q=0.9")).toBe("Please sign in");
    expect(await say("zh-CN,zh;q=0.9")).toBe("请先登录");
    expect(await say("fr")).toBe("请先登录");
  });

  it("name every field that is wrong, unknown ones included", async () => {
    const answer = await s.request(key, "POST", "/api/v1/records/lead", { name: "甲", colour: "red", stage: "flying", __proto__x: 1 }, { "accept-language": "en" });
    problem(answer, 400, "invalid_input");
    expect(answer.json.errors.map((e: { path: string }) => e.path).sort()).toEqual(["__proto__x", "colour", "stage"]);
    const many = await s.request(key, "POST", "/api/v1/records/lead", { items: [{ name: "甲" }, { colour: "red" }] });
    expect(many.json.errors).toEqual([{ path: "items[1].colour", message: expect.stringContaining("colour") }]);
    problem(await s.request(key, "GET", "/api/v1/records/lead?colour=red"), 400, "invalid_input");
    problem(await s.request(key, "POST", "/api/v1/teams", { name: "x", colour: "red" }), 400, "invalid_input");
    problem(await s.request(key, "POST", "/api/v1/capture/api", { name: "x", phone: "13971110001", colour: "red" }), 400, "invalid_input");
  });

  it("answer what is malformed, unknown, too large or of the wrong kind", async () => {
    const json = { "content-type": "application/json" };
    problem(await s.request(key, "POST", "/api/v1/records/lead", "{\"name\": ", json), 400, "bad_request");
    problem(await s.request(key, "POST", "/api/v1/records/lead", "[1]", json), 400, "invalid_input");
    problem(await s.request(key, "POST", "/api/v1/capture/api", "<lead><name>x</lead>", { "content-type": "application/xml" }), 400, "invalid_input");
    problem(await s.request(key, "POST", "/api/v1/capture/api", "<!DOCTYPE x [<!ENTITY a \"b\">]><lead><name>&a;</name></lead>", { "content-type": "application/xml" }), 400, "invalid_input");
    problem(await s.request(key, "POST", "/api/v1/records/lead", "x", { "content-type": "text/csv" }), 415, "unsupported_media_type");
    problem(await s.request(key, "GET", "/api/v1/nowhere"), 404, "not_found");
    problem(await s.request(key, "GET", "/api/v1/records/nothing"), 404, "not_found");
    problem(await s.request(key, "GET", "/api/v1/records/lead/00000000-0000-7000-8000-000000000000"), 404, "not_found");
    problem(await s.request(key, "GET", "/api/v1/records/lead/not-an-id"), 404, "not_found");
    const method = await s.request(key, "PUT", "/api/v1/me");
    problem(method, 405, "method_not_allowed");
    expect(method.headers.get("allow")?.split(", ").sort()).toEqual(["GET", "HEAD", "PATCH"]);
  });

  it("name the limit: 10 MB, 1,000 items", async () => {
    const large = await s.request(key, "POST", "/api/v1/records/lead", JSON.stringify({ note: "x".repeat(10.5 * 1024 * 1024) }), { "content-type": "application/json" });
    problem(large, 413, "too_large");
    expect(large.json.facts.limit).toBe("10 MB");
    const items = Array.from({ length: 1_001 }, () => ({}));
    const ids = Array.from({ length: 1_001 }, () => "00000000-0000-7000-8000-000000000000");
    for (const [method, path, body] of [
      ["POST", "/records/lead", { items }], ["POST", "/records/lead/upsert", { items }], ["POST", "/capture/api/batch", { items }], ["POST", "/leads/claim", { ids }],
      ["PATCH", "/records/lead", { ids, changes: {} }], ["POST", "/records/lead/remove", { ids }],
    ] as const) {
      const answer = await s.request(key, method, `/api/v1${path}`, body);
      problem(answer, 413, "too_large");
      expect(String(answer.json.facts.limit)).toBe("1000");
    }
  });
});

describe("every answer", () => {
  it("carries a request id and headers that keep pages and data at home", async () => {
    for (const path of ["/api/v1/me", "/api/docs", "/api/openapi.json", "/healthz", "/nowhere", "/f/form"]) {
      const { headers } = await s.request(null, "GET", path);
      expect(headers.get("x-request-id"), path).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      const policy = headers.get("content-security-policy") ?? "";
      for (const part of ["base-uri 'none'", "frame-ancestors 'none'"]) expect(policy, path).toContain(part);
      expect(policy, path).toMatch(/default-src 'none'|object-src 'none'/);
      expect(policy.match(/script-src[^;]*/)?.[0], path).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
      expect(headers.get("referrer-policy"), path).toBeTruthy();
      expect(headers.get("x-powered-by")).toBeNull();
    }
    const first = await s.request(null, "GET", "/healthz");
    expect(first.headers.get("x-request-id")).not.toBe((await s.request(null, "GET", "/healthz")).headers.get("x-request-id"));
  });

  it("with data is never kept by a cache", async () => {
    for (const path of ["/api/v1/me", "/api/v1/records/lead", "/api/openapi.json"]) expect((await s.request(key, "GET", path)).headers.get("cache-control")).toBe("no-store");
  });
});

describe("requests from elsewhere", () => {
  it("a page of another site cannot make a signed-in browser write, nor sign in or out", async () => {
    const foreign: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }, { origin: "https://evil.example", "sec-fetch-site": "same-origin-ish" }];
    for (const headers of foreign) {
      problem(await s.request(admin, "POST", "/api/v1/teams", { name: "外来" }, headers), 403, "forbidden");
      const form = await s.request(admin, "POST", "/api/v1/teams", "name=外来", { "content-type": "application/x-www-form-urlencoded", ...headers });
      expect(form.status).toBe(403);
    }
    expect((await s.request(admin, "POST", "/api/auth/sign-out", {}, { origin: "https://evil.example" })).status).toBe(403);
    expect((await s.request(admin, "GET", "/api/v1/me")).status).toBe(200);
    expect((await s.request(key, "GET", "/api/v1/teams")).json.items.map((t: { name: string }) => t.name)).not.toContain("外来");
    expect((await s.request(admin, "POST", "/api/v1/teams", { name: "自己" }, { origin: s.url })).status).toBe(201);
    expect((await s.request(key, "POST", "/api/v1/teams", { name: "程序" }, { origin: "https://erp.example" })).status).toBe(201);
  });

  it("nothing is shared with other origins", async () => {
    const answer = await s.request(admin, "GET", "/api/v1/me", undefined, { origin: "https://evil.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("a program signs in, works and signs out by the cookie alone", async () => {
    const cookie = await s.signIn(`${admin.id}@example.cn`, PASSWORD);
    expect(cookie).toMatch(/clew\.session_token=/);
    expect((await s.request(cookie, "GET", "/api/v1/me")).json.person.id).toBe(admin.id);
    const set = (await s.request(null, "POST", "/api/auth/sign-in/email", { email: `${admin.id}@example.cn`, password: PASSWORD })).headers.getSetCookie().join();
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Lax/i);
    expect((await s.request(cookie, "POST", "/api/auth/sign-out", {})).status).toBe(200);
    problem(await s.request(cookie, "GET", "/api/v1/me"), 401, "unauthenticated");
    problem(await s.request(null, "POST", "/api/auth/sign-in/email", { email: `${admin.id}@example.cn`, password: "no" }), 401, "sign_in_wrong");
  });
});

describe("records", () => {
  it("an edit with an old version is refused with the version that is there", async () => {
    const { id, version } = await lead({ name: "版本" });
    const first = await s.request(key, "PATCH", `/api/v1/records/lead/${id}`, { note: "一" }, { "if-match": `"${version}"` });
    expect(first.json.version).toBe(version + 1);
    const second = await s.request(key, "PATCH", `/api/v1/records/lead/${id}`, { note: "二" }, { "if-match": `W/"${version}"` });
    problem(second, 409, "conflict");
    expect(second.json.facts.version).toBe(version + 1);
    problem(await s.request(key, "PATCH", `/api/v1/records/lead/${id}`, { note: "二" }, { "if-match": "abc" }), 400, "invalid_input");
  });

  it("pages do not skip or repeat while rows are being added", async () => {
    const old = new Set<string>();
    for (let i = 0; i < 25; i++) old.add((await lead({ name: `页 ${i}`, external_id: `page-${i}` })).id);
    for (const sort of ["-created_at", "created_at", "name", "-score,name", "external_id"]) {
      const seen: string[] = [];
      let cursor = "";
      do {
        const query = new URLSearchParams({ filter: JSON.stringify({ field: "external_id", op: "starts_with", value: "page-" }), sort, limit: "7", ...(cursor ? { cursor } : {}) });
        const page = await s.request(key, "GET", `/api/v1/records/lead?${query}`);
        expect(page.status, page.text).toBe(200);
        seen.push(...page.json.items.map((item: { id: string }) => item.id));
        cursor = page.json.next_cursor;
        await lead({ name: `页 新`, external_id: `page-new-${sort}-${seen.length}` });
      } while (cursor);
      expect(new Set(seen).size, sort).toBe(seen.length);
      expect([...old].filter((id) => !seen.includes(id)), sort).toEqual([]);
    }
    const forged = Buffer.from(JSON.stringify(["no time", "00000000-0000-7000-8000-000000000000"])).toString("base64url");
    for (const cursor of ["abc", forged]) problem(await s.request(key, "GET", `/api/v1/records/lead?cursor=${cursor}&count=true`), 400, "invalid_input");
  });

  it("people and teams are no records", async () => {
    for (const object of ["person", "team"]) {
      problem(await s.request(key, "GET", `/api/v1/records/${object}?count=true`), 404, "not_found");
      problem(await s.request(key, "POST", `/api/v1/records/${object}`, { name: "影子" }), 404, "not_found");
      expect((await s.request(key, "POST", `/api/v1/records/${object}/aggregate`, {})).status).toBe(404);
    }
  });

  it("the same idempotency key is the same arrival, also in another body and in a batch", async () => {
    const send = (body: unknown, path = "") => s.request(key, "POST", `/api/v1/capture/api${path}`, body, { "idempotency-key": "story-1" });
    const first = await send({ name: "一次", phone: "13971240001" });
    expect(first.status).toBe(201);
    expect((await send({ name: "二次", phone: "13971240002" })).json.arrival_id).toBe(first.json.arrival_id);
    const batch = { items: [{ name: "批", phone: "13971240003" }, { name: "批", phone: "13971240004" }] };
    const [one, two] = [await send(batch, "/batch"), await send(batch, "/batch")];
    expect(one.json.items).toHaveLength(2);
    expect(two.json.items.map((i: { arrival_id: string }) => i.arrival_id)).toEqual(one.json.items.map((i: { arrival_id: string }) => i.arrival_id));
  });

  it("JSON, forms and XML come through one door", async () => {
    const send = async (body: string, type: string) => (await s.request(key, "POST", "/api/v1/capture/api", body, { "content-type": type })).json;
    expect(await send('{"name":"甲","phone":"13971250001"}', "application/json")).toMatchObject({ outcome: "created" });
    expect(await send(new URLSearchParams({ name: "乙", phone: "13971250002" }).toString(), "application/x-www-form-urlencoded")).toMatchObject({ outcome: "created" });
    expect(await send("<lead><name>丙</name><phone>13971250003</phone></lead>", "application/xml")).toMatchObject({ outcome: "created" });
    expect(await send("<lead><name>丁</name><phone>13971250003</phone></lead>", "text/xml; charset=utf-8")).toMatchObject({ outcome: "merged" });
  });
});

describe("OpenAPI", () => {
  const fetchIt = async (who: string | null = key, url = s.url) => (await fetch(`${url}/api/openapi.json`, who ? { headers: { authorization: `Bearer ${who}` } } : {})).json() as Promise<OpenApi>;
  type OpenApi = { openapi: string; info: { title: string; version: string }; paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string; required?: boolean }[]; responses: object }>> };

  function refsOf(node: unknown, found: string[] = []): string[] {
    if (node === null || typeof node !== "object") return found;
    for (const [name, value] of Object.entries(node)) {
      if (name === "$ref" && typeof value === "string") found.push(value);
      else refsOf(value, found);
    }
    return found;
  }

  it("3.1, every reference resolves, every operation has an id of its own and its path parameters", async () => {
    const api = await fetchIt();
    expect(api.openapi).toBe("3.1.0");
    const broken = refsOf(api).filter((ref) => {
      if (!ref.startsWith("#/")) return true;
      return ref.slice(2).split("/").reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], api) === undefined;
    });
    expect(broken).toEqual([]);
    const ids: string[] = [];
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const operation of Object.values(methods)) {
        ids.push(operation.operationId);
        expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
        const named = (operation.parameters ?? []).filter((p) => p.in === "path").map((p) => p.name).sort();
        expect(named, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort());
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of operations) expect(ids).toContain(operation.name);
  });

  it("a new object is in the API at once, here and in every other process; strangers do not see it", async () => {
    const { db, close } = openDatabase({ url: w.url, poolSize: 3, log: () => {} });
    const house = makeHouse({ db, settings: testSettings(), log: pino({ level: "silent" }) });
    furnish(house);
    const other = await served({ house, url: w.url, ctx: w.ctx });
    try {
      expect(Object.keys((await fetchIt(key, other.url)).paths)).not.toContain("/api/v1/records/project");
      const made = await s.request(key, "POST", "/api/v1/objects", { key: "project", label: { zh: "项目", en: "Project" }, fields: [{ key: "size", type: "number", label: { zh: "规模", en: "Size" } }] });
      expect(made.status, made.text).toBe(201);
      expect((await fetchIt()).paths["/api/v1/records/project"]).toHaveProperty("post");
      const created = await s.request(key, "POST", "/api/v1/records/project", { name: "一号", size: 3 });
      expect(created.status, created.text).toBe(201);
      await expect.poll(async () => Object.keys((await fetchIt(key, other.url)).paths), { timeout: 5_000 }).toContain("/api/v1/records/project");
      const there = await other.request(key, "GET", `/api/v1/records/project/${created.json.id}`);
      expect(there.json).toMatchObject({ name: "一号", size: 3 });
      const field = await s.request(key, "POST", "/api/v1/objects/project/fields", { key: "city", type: "text", label: { zh: "城市", en: "City" } });
      expect(field.status, field.text).toBe(201);
      expect((await s.request(key, "PATCH", `/api/v1/records/project/${created.json.id}`, { city: "上海" })).json.city).toBe("上海");
      await expect.poll(async () => (await other.request(key, "GET", `/api/v1/records/project/${created.json.id}`)).json.city, { timeout: 5_000 }).toBe("上海");
      expect(Object.keys((await fetchIt(null)).paths)).not.toContain("/api/v1/records/project");
    } finally {
      await other.close();
      await close();
    }
  });
});

describe("the machine's own endpoints", () => {
  it("health, readiness, metrics for the machine itself, administrators and keys only", async () => {
    expect((await s.request(null, "GET", "/healthz")).json).toEqual({ status: "ok" });
    expect((await s.request(null, "GET", "/readyz")).json).toEqual({ status: "ok" });
    expect((await s.request(null, "GET", "/metrics")).text).toMatch(/^# HELP /m);
    const through = { "x-forwarded-for": "203.0.113.9" };
    problem(await s.request(null, "GET", "/metrics", undefined, through), 403, "forbidden");
    problem(await s.request(rep, "GET", "/metrics", undefined, through), 403, "forbidden");
    expect((await s.request(admin, "GET", "/metrics", undefined, through)).text).toContain("clew_request_seconds");
    expect((await s.request(key, "GET", "/metrics", undefined, through)).status).toBe(200);
  });

  it("live updates arrive within the scope", async () => {
    const ear = await listening(s, rep);
    const mine = await s.request(rep, "POST", "/api/v1/records/lead", { name: "我的" });
    const other = await s.request(admin, "POST", "/api/v1/records/account", { name: "别人的" });
    await expect.poll(ear.heard, { timeout: 5_000 }).toContain(mine.json.id);
    expect(ear.heard()).not.toContain(other.json.id);
    ear.close();
  });
});
