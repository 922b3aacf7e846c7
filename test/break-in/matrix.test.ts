import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../apps/everything.ts";
import { revokeApiKey } from "../../core/access/keys/revoke.ts";
import { STANDARD_ROLES } from "../../core/access/roles.ts";
import type { AnyOp } from "../../core/op.ts";
import { type Served, served, type Who } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { type Company, company, SECRETS } from "./company.ts";
import { inputFor, type Known, requestOf } from "./input.ts";

let w: World;
let s: Served;
let c: Company;
let known: Known;

beforeAll(async () => {
  w = await world();
  s = await served(w);
  c = await company(w);
  const teamB = c.repB.teamId as string;
  known = {
    object: "lead", kind: "score", channel_key: "probe", owner_id: c.repA.id, person_id: c.repB.id, team_id: teamB, to: c.repA.id, reason: "other", role: "rep",
    ids_by_room: { records: c.leadsB[0], leads: c.leadsB[0], people: c.repB.id, teams: teamB },
    keys_by_room: { objects: "lead", roles: "rep", channels: "probe" },
  };
});
afterAll(async () => {
  await s.close();
  await w.close();
});

const all = operations as readonly AnyOp[];

/** Status and, for a refusal, its document. A stream is closed as soon as it has answered. */
async function send(who: Who, operation: AnyOp) {
  const { method, path, body } = requestOf(operation, inputFor(operation, known));
  if (operation.http.answer !== "events") return s.request(who, method, path, body);
  const gone = new AbortController();
  const answer = await fetch(s.url + path, { headers: await s.as(who), signal: gone.signal });
  const { status } = answer;
  if (status < 400) gone.abort();
  const text = status < 400 ? "" : await answer.text();
  return { status, headers: answer.headers, text, json: text ? (JSON.parse(text) as { facts: Record<string, unknown> }) : undefined };
}

function needOf(operation: AnyOp): string {
  if (typeof operation.needs === "string") return operation.needs;
  return (operation.needs as (input: unknown) => string)(operation.input.parse(inputFor(operation, known)));
}

/** What a shipped role grants, read straight from its table. */
function granted(role: string, need: string): boolean {
  const [object = "", verb = ""] = need.split(":");
  const verbs: Record<string, string[]> = STANDARD_ROLES.find((r) => r.key === role)?.grants.verbs ?? {};
  return verbs["*"]?.includes("*") === true || verbs[object]?.includes(verb) === true;
}

it("every operation can be tried: the generator makes an input for each", () => {
  expect(all.length).toBeGreaterThan(70);
  for (const operation of all) expect(() => inputFor(operation, known), operation.name).not.toThrow();
});

it("every operation says what it needs in one of three ways", () => {
  for (const operation of all) expect(needOf(operation), operation.name).toMatch(/^(public|signed_in|[a-z_]+:[a-z_]+)$/);
  const open = all.filter((operation) => operation.needs === "public").map((operation) => operation.name);
  // Another public operation is a decision: name it here.
  expect(open.filter((name) => !/^(setup\.(get|create)|capture\.(one|batch)|form\..+|event\.report)$/.test(name))).toEqual([]);
});

describe("nobody", () => {
  const closed = all.filter((operation) => operation.needs !== "public");
  const strangers: [string, () => Promise<Who>][] = [
    ["without sign-in", async () => null],
    ["with a revoked key", async () => {
      const key = await s.keyFor("admin");
      const { rows } = await sql<{ id: string }>`select id from clew.api_key where revoked_at is null order by created_at desc, id desc limit 1`.execute(w.house.db);
      expect((await s.request(key, "GET", "/api/v1/me")).status).toBe(200);
      await revokeApiKey.run(w.system(), { id: rows[0]?.id as string });
      return key;
    }],
    ["with a key that was never made", async () => `clew_${"A".repeat(43)}`],
    ["with an expired session", async () => {
      const person = await w.person("过期", "admin");
      const { cookie } = await s.as(person);
      await sql`update auth."session" set "expiresAt" = now() - interval '1 second' where "userId" = ${person.id}`.execute(w.house.db);
      return cookie as string;
    }],
    ["with a session signed by somebody else", async () => {
      const { cookie } = await s.as(await w.person("伪造", "admin"));
      return (cookie as string).replace(/\.[^.;]+$/, `.${encodeURIComponent(Buffer.alloc(32, 7).toString("base64"))}`);
    }],
    ["with the session of somebody switched off", async () => {
      const person = await w.person("离职", "admin");
      const { cookie } = await s.as(person);
      expect((await s.request(cookie as string, "GET", "/api/v1/me")).status).toBe(200);
      expect((await s.request(c.admin, "DELETE", `/api/v1/people/${person.id}`)).status).toBe(200);
      return cookie as string;
    }],
  ];
  it.each(strangers)("%s gets into nothing but what is public", async (_, make) => {
    const who = await make();
    for (const operation of closed) {
      const answer = await send(who, operation);
      expect([operation.name, answer.status]).toEqual([operation.name, 401]);
    }
  });

  it("learns nothing of an operation's input: a wrong one is refused as unauthenticated too", async () => {
    for (const operation of closed.filter((each) => each.http.method !== "GET")) {
      const { method, path } = requestOf(operation, inputFor(operation, known));
      const answer = await s.request(null, method, path, operation.http.body === "upload" ? undefined : { nonsense: 1 });
      expect([operation.name, answer.status]).toEqual([operation.name, 401]);
    }
  });
});

describe("a role without the verb", () => {
  const roles = ["manager", "rep", "marketer", "viewer", "nothing"];
  it.each(roles)("%s is refused, by name of what is missing", async (role) => {
    const person = await w.person(`越权 ${role}`, role, "甲组");
    for (const operation of all) {
      const need = needOf(operation);
      if (!need.includes(":") || granted(role, need)) continue;
      const answer = await send(person, operation);
      expect([operation.name, answer.status, answer.json?.facts.need]).toEqual([operation.name, 403, need]);
    }
  });

  it("an API key of that role is refused alike", async () => {
    const key = await s.keyFor("viewer");
    for (const operation of all) {
      const need = needOf(operation);
      if (!need.includes(":") || granted("viewer", need)) continue;
      const answer = await send(key, operation);
      expect([operation.name, answer.status, answer.json?.facts.need]).toEqual([operation.name, 403, need]);
    }
  });
});

describe("a role with the verb but not the record", () => {
  /** Nothing of team B changes hands, and nothing of it is told. */
  async function tries(who: Who, role: string) {
    const before = await stateOfB();
    let tried = 0;
    for (const operation of all) {
      const need = needOf(operation);
      if (need.includes(":") && !granted(role, need)) continue;
      const answer = await send(who, operation);
      tried++;
      expect(answer.status, `${operation.name}: ${answer.text}`).toBeLessThan(500);
      for (const secret of SECRETS) expect(answer.text, operation.name).not.toContain(secret);
      const oneOfB = /^\/(leads|records\/:object)\/:id/.test(operation.http.path);
      if (oneOfB) expect(["not_found", "only_people"], operation.name).toContain((answer.json as { code: string }).code);
    }
    expect(await stateOfB()).toEqual(before);
    return tried;
  }
  const stateOfB = async () => (await sql`select * from crm.lead where id = any(${c.leadsB}::uuid[]) order by id`.execute(w.house.db)).rows;

  it("a rep of another team", async () => expect(await tries(await w.person("甲探", "rep", "甲组"), "rep")).toBeGreaterThan(30));
  it("a manager of another team", async () => expect(await tries(await w.person("甲总", "manager", "甲组"), "manager")).toBeGreaterThan(40));
  it("a key that may see only its own", async () => expect(await tries(await s.keyFor("rep", "own"), "rep")).toBeGreaterThan(30));
});
