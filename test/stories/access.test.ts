import { sql } from "kysely";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeHouse } from "../../apps/house.ts";
import { followChanges } from "../../apps/prepare.ts";
import { authenticate } from "../../core/access/authenticate.ts";
import { createFirstAdministrator, ensureFirstAdministrator } from "../../core/access/first_administrator.ts";
import { createApiKey } from "../../core/access/keys/create.ts";
import { listApiKeys } from "../../core/access/keys/list.ts";
import { revokeApiKey } from "../../core/access/keys/revoke.ts";
import { changeMyPassword } from "../../core/access/me/change_password.ts";
import { endMyOtherSessions } from "../../core/access/me/end_other_sessions.ts";
import { getMe } from "../../core/access/me/get.ts";
import { listMySessions } from "../../core/access/me/list_sessions.ts";
import { updateMe } from "../../core/access/me/update.ts";
import { organisationOf } from "../../core/access/organisation.ts";
import { updateOrganisation } from "../../core/access/organisation/update.ts";
import { addLeave } from "../../core/access/people/add_leave.ts";
import { createPerson } from "../../core/access/people/create.ts";
import { deactivatePerson } from "../../core/access/people/deactivate.ts";
import { listPeople } from "../../core/access/people/list.ts";
import { updatePerson } from "../../core/access/people/update.ts";
import { createRole } from "../../core/access/roles/create.ts";
import { removeRole } from "../../core/access/roles/remove.ts";
import { updateRole } from "../../core/access/roles/update.ts";
import { setUp } from "../../core/access/setup/create.ts";
import { handleSignIn } from "../../core/access/sign_in_handler.ts";
import { createTeam } from "../../core/access/teams/create.ts";
import { removeTeam } from "../../core/access/teams/remove.ts";
import { updateTeam } from "../../core/access/teams/update.ts";
import { type Actor, type House, visitorCtx } from "../../core/ctx.ts";
import { openDatabase } from "../../core/db/connect.ts";
import { type World, world } from "../world.ts";

const PASSWORD = "correct horse battery";
const ORIGIN = "http://127.0.0.1:3000";
let w: World;
let admin: Actor;
let other: { house: House; close(): Promise<void> };
let people = 0;

beforeAll(async () => {
  w = await world();
  const { db, close } = openDatabase({ url: w.url, poolSize: 4, log: () => {} });
  const house = makeHouse({ db, settings: w.house.settings, log: pino({ level: "silent" }), clock: w.house.clock });
  const listeners = [await followChanges(house, w.url), await followChanges(w.house, w.url)];
  other = {
    house,
    async close() {
      for (const listener of listeners) await listener.stop();
      await close();
    },
  };
});
afterAll(async () => {
  await other?.close();
  await w?.close();
});

async function request(path: string, options: { method?: string; body?: unknown; cookie?: string; origin?: string; address?: string; house?: House } = {}): Promise<Response> {
  const headers = new Headers({ "content-type": "application/json", origin: options.origin ?? ORIGIN });
  if (options.cookie) headers.set("cookie", options.cookie);
  const method = options.method ?? "POST";
  const body = method === "GET" ? {} : { body: JSON.stringify(options.body ?? {}) };
  return handleSignIn(options.house ?? w.house, new Request(`${ORIGIN}/api/auth${path}`, { method, headers, ...body }), options.address ?? "203.0.113.1");
}

const signIn = (email: string, password = PASSWORD, options: { address?: string; house?: House; origin?: string } = {}) =>
  request("/sign-in/email", { body: { email, password }, ...options });

const cookieOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");

const reasons = (results: PromiseSettledResult<unknown>[]) => results.flatMap((result) => (result.status === "rejected" ? [(result.reason as { code: string }).code] : []));

async function soon(check: () => Promise<void>): Promise<void> {
  await expect.poll(async () => check().then(() => true, (error: Error) => error.message), { timeout: 3000 }).toBe(true);
}

async function person(role = "rep", more: { team_id?: string; password?: string } = {}) {
  const email = `p${++people}@example.cn`;
  return w.as(admin, createPerson, { name: `人员${people}`, email, role, password: PASSWORD, ...more }).then((made) => ({ ...made, email }));
}

async function actorOf(made: { email: string }): Promise<Actor> {
  const actor = await authenticate(w.house, { cookie: cookieOf(await signIn(made.email)) });
  if (!actor) throw new Error("not signed in");
  return actor;
}

describe("the first visit", () => {
  test("of twenty people who set Clew up at once, one becomes the administrator", async () => {
    expect(await authenticate(w.house, {})).toBeNull();
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) =>
      setUp.run(visitorCtx(i % 2 ? w.house : other.house, "setup", { requestId: `${i}` }), { organisation: "晨光", name: `张${i}`, email: `first${i}@example.cn`, password: PASSWORD })));
    const won = results.filter((result) => result.status === "fulfilled");
    expect(won).toHaveLength(1);
    expect(reasons(results)).toEqual(Array(19).fill("already_set_up"));
    const { rows } = await sql<{ email: string; role: string }>`select email, role from clew.person`.execute(w.house.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.role).toBe("admin");
    expect((await organisationOf(w.house)).name).toBe("晨光");
    admin = await actorOf(rows[0]!);
    expect(admin).toMatchObject({ kind: "person", role: "admin" });
  });

  test("the environment's administrator is not made when there is somebody", async () => {
    await ensureFirstAdministrator(w.house, { email: "env@example.cn", password: PASSWORD });
    const { rows } = await sql<{ n: number }>`select count(*) n from clew.person`.execute(w.house.db);
    expect(rows[0]!.n).toBe(1);
    await expect(createFirstAdministrator(w.system(), { name: "x", email: "x@example.cn", password: PASSWORD, organisation: "x" })).rejects.toMatchObject({ code: "already_set_up" });
  });
});

describe("signing in", () => {
  test("the right password opens a session that every process accepts, in an http-only same-site cookie", async () => {
    const made = await person();
    const response = await signIn(made.email.toUpperCase());
    expect(response.status).toBe(200);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^clew\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Max-Age=604800/);
    for (const house of [w.house, other.house]) {
      expect(await authenticate(house, { cookie: cookieOf(response) })).toMatchObject({ kind: "person", id: made.id, role: "rep" });
    }
  });

  test("a wrong password and an unknown e-mail look the same", async () => {
    const made = await person();
    const wrong = await signIn(made.email, "not the password").catch((error: Error) => error);
    const unknown = await signIn("nobody@example.cn", "not the password", { address: "203.0.113.9" }).catch((error: Error) => error);
    expect(wrong).toMatchObject({ code: "sign_in_wrong", status: 401 });
    expect(unknown).toEqual(wrong);
  });

  test("a cookie that was changed, cut or made up is nobody", async () => {
    const cookie = cookieOf(await signIn((await person()).email));
    const foreign = "clew.session_token=%E0%A4%A";
    for (const bad of [`${cookie}x`, cookie.slice(0, -5), cookie.replace(".", ""), "clew.session_token=abc.def", foreign, "clew.session_token=", "=;;;="]) {
      expect([bad, await authenticate(w.house, { cookie: bad })]).toEqual([bad, null]);
    }
  });

  test("an expired session is nobody", async () => {
    const made = await person();
    const cookie = cookieOf(await signIn(made.email));
    await sql`update auth."session" set "expiresAt" = now() - interval '1 second' where "userId" = ${made.id}`.execute(w.house.db);
    expect(await authenticate(w.house, { cookie })).toBeNull();
  });

  test("after signing out the cookie is worth nothing, in no process", async () => {
    const cookie = cookieOf(await signIn((await person()).email));
    expect(await authenticate(other.house, { cookie })).not.toBeNull();
    expect((await request("/sign-out", { cookie })).status).toBe(200);
    expect(await authenticate(w.house, { cookie })).toBeNull();
    await soon(async () => expect(await authenticate(other.house, { cookie })).toBeNull());
  });

  test("a page of another site can neither sign in nor out", async () => {
    const made = await person();
    const cookie = cookieOf(await signIn(made.email));
    await expect(signIn(made.email, PASSWORD, { origin: "https://evil.example" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(request("/sign-out", { cookie, origin: "https://evil.example" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await authenticate(w.house, { cookie })).not.toBeNull();
  });

  test.each(["/sign-up/email", "/update-user", "/delete-user", "/change-email", "/reset-password", "/request-password-reset", "/sign-in/social", "/verify-password", "/update-session", "/ok"])(
    "the library's route %s does not exist", async (path) => {
      await expect(request(path, { body: { email: "new@example.cn", password: PASSWORD, name: "x" } })).rejects.toMatchObject({ code: "not_found" });
    });

  test("unknown fields are refused by name", async () => {
    await expect(request("/sign-in/email", { body: { email: "a@b.cn", password: "x", callbackURL: "https://evil.example" } }))
      .rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "callbackURL" }] });
  });
});

describe("guessing", () => {
  test("ten failures lock the account, whatever the address and however parallel, until fifteen minutes have passed", async () => {
    const made = await person();
    const guesses = await Promise.allSettled(Array.from({ length: 30 }, (_, i) =>
      signIn(made.email, `guess number ${i}`, { address: `198.51.100.${i}`, house: i % 2 ? w.house : other.house })));
    const codes = guesses.map((guess) => (guess.status === "rejected" ? (guess.reason as { code: string }).code : "in"));
    expect(codes.filter((code) => code === "sign_in_wrong")).toHaveLength(10);
    expect(codes.filter((code) => code === "sign_in_locked")).toHaveLength(20);
    const locked = await signIn(made.email, PASSWORD, { address: "198.51.100.99" }).catch((error: { facts: { retry_after: number } }) => error);
    expect(locked).toMatchObject({ code: "sign_in_locked", status: 429, facts: { retry_after: 900 } });
    await w.travel({ minutes: 15 });
    expect((await signIn(made.email, PASSWORD, { address: "198.51.100.99" })).status).toBe(200);
  });

  test("ten failures over many accounts lock the address and nobody else", async () => {
    const made = await person();
    for (let i = 0; i < 10; i++) await expect(signIn(`spray${i}@example.cn`, "some password", { address: "192.0.2.7" })).rejects.toMatchObject({ code: "sign_in_wrong" });
    await expect(signIn(made.email, PASSWORD, { address: "192.0.2.7" })).rejects.toMatchObject({ code: "sign_in_locked" });
    expect((await signIn(made.email, PASSWORD, { address: "192.0.2.8" })).status).toBe(200);
  });

  test("a whole office that signs in rightly at the same moment, from one address, locks nothing", async () => {
    const [one, two] = [await person(), await person()];
    const responses = await Promise.all(Array.from({ length: 26 }, (_, i) => signIn((i % 2 ? one : two).email, PASSWORD, { address: "192.0.2.20" })));
    expect(responses.every((response) => response.ok)).toBe(true);
  });

  test("a new password from an administrator opens a locked account and ends its sessions", async () => {
    const made = await person();
    const cookie = cookieOf(await signIn(made.email));
    for (let i = 0; i < 10; i++) await signIn(made.email, `guess number ${i}`, { address: `192.0.2.${100 + i}` }).catch(() => {});
    await w.as(admin, updatePerson, { id: made.id, password: "another good one" });
    expect(await authenticate(w.house, { cookie })).toBeNull();
    await expect(signIn(made.email)).rejects.toMatchObject({ code: "sign_in_wrong" });
    expect((await signIn(made.email, "another good one")).status).toBe(200);
  });
});

describe("rights count at once", () => {
  test("a person who is switched off is out in every process, cannot come back, and stays on the list", async () => {
    const made = await person();
    const cookie = cookieOf(await signIn(made.email));
    expect(await authenticate(other.house, { cookie })).not.toBeNull();
    const off = await w.as(admin, deactivatePerson, { id: made.id });
    expect(off).toMatchObject({ status: "inactive", live_keys: 0 });
    expect(await authenticate(w.house, { cookie })).toBeNull();
    await soon(async () => expect(await authenticate(other.house, { cookie })).toBeNull());
    await expect(signIn(made.email)).rejects.toMatchObject({ code: "person_inactive", status: 403 });
    const { rows } = await sql`select from auth."session" where "userId" = ${made.id}`.execute(w.house.db);
    expect(rows).toHaveLength(0);
    expect((await w.as(admin, listPeople, { status: "inactive", limit: 1000 })).items.map((p) => p.id)).toContain(made.id);
  });

  test("a new role counts with the next request, without a new session", async () => {
    const made = await person("rep");
    const cookie = cookieOf(await signIn(made.email));
    expect(await authenticate(other.house, { cookie })).toMatchObject({ role: "rep" });
    await w.as(admin, updatePerson, { id: made.id, role: "viewer" });
    expect(await authenticate(w.house, { cookie })).toMatchObject({ role: "viewer", grants: { scope: { "*": "all" } } });
    await soon(async () => expect(await authenticate(other.house, { cookie })).toMatchObject({ role: "viewer" }));
  });

  test("a revoked key is refused at once, in every process", async () => {
    const { id, key } = await w.as(admin, createApiKey, { name: "ERP", role: "rep", scope: "all" });
    const authorization = `Bearer ${key}`;
    for (const house of [w.house, other.house]) {
      await soon(async () => expect(await authenticate(house, { authorization })).toMatchObject({ kind: "key", id, role: "rep", grants: { scope: { "*": "own" } } }));
    }
    await w.as(admin, revokeApiKey, { id });
    expect(await authenticate(w.house, { authorization })).toBeNull();
    await soon(async () => expect(await authenticate(other.house, { authorization })).toBeNull());
  });

  test("a key is shown once, stored only as a digest, and a near miss is nobody", async () => {
    const { id, key } = await w.as(admin, createApiKey, { name: "phone system", role: "viewer" });
    const { rows } = await sql<{ row: string }>`select api_key::text as row from clew.api_key where id = ${id}`.execute(w.house.db);
    expect(rows[0]!.row).not.toContain(key);
    const listed = (await w.as(admin, listApiKeys, { limit: 1000 })).items.find((item) => item.id === id)!;
    expect(JSON.stringify(listed)).not.toContain(key);
    expect(key.startsWith(listed.prefix)).toBe(true);
    const cookie = cookieOf(await signIn((await person()).email));
    for (const bad of [`${key}x`, key.slice(0, -1), key.toUpperCase(), "clew_", "x"]) {
      expect(await authenticate(w.house, { authorization: `Bearer ${bad}`, cookie })).toBeNull();
    }
  });

  test("a key with a limit is refused beyond it, one without never", async () => {
    const limited = await w.as(admin, createApiKey, { name: "chat", role: "viewer", per_minute: 3 });
    const free = await w.as(admin, createApiKey, { name: "bulk", role: "viewer" });
    for (let i = 0; i < 3; i++) expect(await authenticate(w.house, { authorization: `Bearer ${limited.key}` })).not.toBeNull();
    await expect(authenticate(w.house, { authorization: `Bearer ${limited.key}` })).rejects.toMatchObject({ code: "rate_limited", status: 429 });
    for (let i = 0; i < 500; i++) expect(await authenticate(w.house, { authorization: `Bearer ${free.key}` })).not.toBeNull();
    await soon(async () => {
      const { rows } = await sql<{ used: boolean }>`select last_used_at is not null used from clew.api_key where id = ${free.id}`.execute(w.house.db);
      expect(rows[0]!.used).toBe(true);
    });
  });

  test("a known session and a known key cost no database round trip", async () => {
    const cookie = cookieOf(await signIn((await person()).email));
    const { key } = await w.as(admin, createApiKey, { name: "quick", role: "viewer" });
    const both = () => Promise.all([authenticate(w.house, { cookie }), authenticate(w.house, { authorization: `Bearer ${key}` })]);
    await both();
    // What this process has itself changed comes back to it as a notice and drops the cache once more.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await both();
    let statements = 0;
    const executor = w.house.db.getExecutor();
    const run = executor.executeQuery.bind(executor);
    executor.executeQuery = (...query) => (statements++, run(...query));
    for (let i = 0; i < 50; i++) for (const actor of await both()) expect(actor).not.toBeNull();
    executor.executeQuery = run;
    expect(statements).toBe(0);
  });
});

describe("nobody rises above themselves", () => {
  let clerk: Actor;
  beforeEach(async () => {
    const key = `clerk${people}`;
    await w.as(admin, createRole, {
      key, label: { zh: "人事", en: "Clerk" },
      grants: { verbs: { person: ["*"], role: ["*"], api_key: ["*"], lead: ["read"] }, scope: { "*": "team" }, fields: { lead: { phone: "masked" } } },
    });
    clerk = await actorOf(await person(key));
  });

  test("in making a person, changing one, or a role, or a key", async () => {
    const beyond = { code: "beyond_your_rights", status: 403 };
    await expect(w.as(clerk, createPerson, { name: "x", email: "x1@example.cn", role: "admin" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, createPerson, { name: "x", email: "x1@example.cn", role: "rep" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, updatePerson, { id: clerk.id!, role: "admin" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, createApiKey, { name: "x", role: "admin", scope: "own" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, createApiKey, { name: "x", role: "viewer" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, createRole, { key: "mine", label: { zh: "x", en: "x" }, grants: { verbs: { "*": ["*"] }, scope: {}, fields: {} } })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, updateRole, { key: clerk.role, grants: { verbs: { policy: ["edit"] }, scope: {}, fields: {} } })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, updateRole, { key: clerk.role, grants: { ...clerk.grants, fields: {} } })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, updateRole, { key: "rep", grants: { verbs: {}, scope: {}, fields: {} } })).rejects.toMatchObject(beyond);
  });

  test("in taking over somebody above: their password, e-mail or access", async () => {
    const beyond = { code: "beyond_your_rights" };
    await expect(w.as(clerk, updatePerson, { id: admin.id!, password: "taken over now" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, updatePerson, { id: admin.id!, email: "mine@example.cn" })).rejects.toMatchObject(beyond);
    await expect(w.as(clerk, deactivatePerson, { id: admin.id! })).rejects.toMatchObject(beyond);
  });

  test("but equals can be made", async () => {
    const made = await w.as(clerk, createPerson, { name: "同事", email: `peer${people}@example.cn`, role: clerk.role });
    expect(made.role).toBe(clerk.role);
    expect((await w.as(clerk, createApiKey, { name: "x", role: clerk.role, scope: "own" })).key).toMatch(/^clew_/);
  });

  test("a rep reaches none of it", async () => {
    const rep = await actorOf(await person("rep"));
    await expect(w.as(rep, createPerson, { name: "x", email: "x2@example.cn", role: "rep" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(rep, updatePerson, { id: rep.id!, role: "admin" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(rep, updateMe, { name: "x", role: "admin" } as never)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("keeping house", () => {
  test("the last administrator stays, also when two switch each other off at the same moment", async () => {
    const last = { code: "last_administrator", status: 409 };
    await expect(w.as(admin, deactivatePerson, { id: admin.id! })).rejects.toMatchObject(last);
    await expect(w.as(admin, updatePerson, { id: admin.id!, role: "rep" })).rejects.toMatchObject(last);
    const second = await actorOf(await person("admin"));
    const results = await Promise.allSettled([w.as(admin, deactivatePerson, { id: second.id! }), w.as(second, deactivatePerson, { id: admin.id! })]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await sql`update clew.person set status = 'active' where id in (${admin.id}, ${second.id})`.execute(w.house.db);
    await w.as(w.system().actor, updatePerson, { id: second.id!, role: "rep" });
  });

  test("an e-mail belongs to one person, whatever its case, also when two are added at once", async () => {
    const add = (email: string) => w.as(admin, createPerson, { name: "王伟", email, role: "rep" });
    const results = await Promise.allSettled([add("Wang@Example.cn"), add("wang@example.cn "), add("WANG@EXAMPLE.CN")]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(reasons(results)).toEqual(["email_taken", "email_taken"]);
    const made = await person();
    await expect(w.as(admin, updatePerson, { id: made.id, email: "WANG@example.cn" })).rejects.toMatchObject({ code: "email_taken" });
  });

  test("a changed e-mail is the one to sign in with", async () => {
    const made = await person();
    await w.as(admin, updatePerson, { id: made.id, email: `new-${made.email}` });
    await expect(signIn(made.email)).rejects.toMatchObject({ code: "sign_in_wrong" });
    expect((await signIn(`new-${made.email}`)).status).toBe(200);
  });

  test("a change made on an old version is refused", async () => {
    const made = await person();
    await w.as(admin, updatePerson, { id: made.id, name: "一" }, { ifMatch: `"${made.version}"` });
    await expect(w.as(admin, updatePerson, { id: made.id, name: "二" }, { ifMatch: `"${made.version}"` })).rejects.toMatchObject({ code: "conflict" });
  });

  test("a team cannot lie below itself, not even by two moves at once, and goes only when empty", async () => {
    const north = await w.as(admin, createTeam, { name: "华北" });
    const beijing = await w.as(admin, createTeam, { name: "北京", parent_id: north.id });
    const haidian = await w.as(admin, createTeam, { name: "海淀", parent_id: beijing.id });
    const south = await w.as(admin, createTeam, { name: "华南" });
    await expect(w.as(admin, updateTeam, { id: north.id, parent_id: haidian.id })).rejects.toMatchObject({ code: "team_cycle", status: 409 });
    await expect(w.as(admin, updateTeam, { id: north.id, parent_id: north.id })).rejects.toMatchObject({ code: "team_cycle" });
    const moves = await Promise.allSettled([
      w.as(admin, updateTeam, { id: north.id, parent_id: south.id }), w.as(admin, updateTeam, { id: south.id, parent_id: north.id }),
    ]);
    expect(moves.map((move) => move.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(w.as(admin, removeTeam, { id: beijing.id })).rejects.toMatchObject({ code: "team_in_use", facts: { people: 0, teams: 1 } });
    const made = await person("rep", { team_id: haidian.id });
    await expect(w.as(admin, removeTeam, { id: haidian.id })).rejects.toMatchObject({ code: "team_in_use", facts: { people: 1, teams: 0 } });
    await w.as(admin, updatePerson, { id: made.id, team_id: null });
    expect(await w.as(admin, removeTeam, { id: haidian.id })).toEqual({ id: haidian.id });
  });

  test("a standard role stays, one in use too, and what administrators may do cannot be changed", async () => {
    await expect(w.as(admin, removeRole, { key: "rep" })).rejects.toMatchObject({ code: "standard_role" });
    await expect(w.as(admin, updateRole, { key: "admin", grants: { verbs: {}, scope: {}, fields: {} } })).rejects.toMatchObject({ code: "administrator_role" });
    await w.as(admin, createRole, { key: "intern", label: { zh: "实习", en: "Intern" }, grants: { verbs: { lead: ["read"] }, scope: { "*": "own" }, fields: {} } });
    const made = await person("intern");
    await expect(w.as(admin, removeRole, { key: "intern" })).rejects.toMatchObject({ code: "role_in_use", facts: { people: 1 } });
    await w.as(admin, updatePerson, { id: made.id, role: "rep" });
    expect(await w.as(admin, removeRole, { key: "intern" })).toEqual({ key: "intern" });
    await expect(w.as(admin, createRole, { key: "bad", label: { zh: "x", en: "x" }, grants: { verbs: {}, scope: { lead: "everything" as "all" }, fields: {} } })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("paging through people meets everybody once, also those who come meanwhile", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await w.as(admin, listPeople, { limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.items.map((item) => item.id));
      if (seen.length === 3) await person();
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    const { rows } = await sql<{ n: number }>`select count(*) n from clew.person`.execute(w.house.db);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(rows[0]!.n);
    await expect(w.as(admin, listPeople, { cursor: "garbage" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("leave is entered by oneself or by one's manager, not by a colleague", async () => {
    const team = await w.as(admin, createTeam, { name: "请假组" });
    const [one, two, boss] = [await person("rep", { team_id: team.id }), await person("rep", { team_id: team.id }), await person("manager", { team_id: team.id })];
    const leave = { from_at: "2026-03-02T00:00:00+08:00", to_at: "2026-03-04T00:00:00+08:00" };
    expect(await w.as(await actorOf(one), addLeave, { id: one.id, ...leave })).toMatchObject({ person_id: one.id, from_at: "2026-03-01T16:00:00.000Z" });
    await expect(w.as(await actorOf(two), addLeave, { id: one.id, ...leave })).rejects.toMatchObject({ code: "forbidden" });
    expect(await w.as(await actorOf(boss), addLeave, { id: one.id, ...leave })).toMatchObject({ person_id: one.id });
    await expect(w.as(await actorOf(one), addLeave, { id: one.id, from_at: leave.to_at, to_at: leave.from_at })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("my own account", () => {
  test("says who I am, what I may do and where I work", async () => {
    const me = await actorOf(await person("rep"));
    await w.as(me, updateMe, { locale: "en", theme: "dark" });
    await w.as(admin, updateOrganisation, { name: "晨光科技" });
    expect(await w.as(me, getMe, {})).toMatchObject({
      kind: "person", person: { id: me.id, role: "rep" }, roles: [{ key: "rep", label: { zh: "销售" } }], locale: "en", theme: "dark",
      organisation: { name: "晨光科技", time_zone: "Asia/Shanghai" }, unread: 0,
    });
    expect((await w.as(me, getMe, {})).abilities.lead).toContain("claim");
    await expect(w.as(me, updateOrganisation, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(admin, updateOrganisation, { time_zone: "Mars/Olympus" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a new password needs the old one and ends the other sessions but not this one", async () => {
    const made = await person();
    const [here, there] = [cookieOf(await signIn(made.email)), cookieOf(await signIn(made.email))];
    const me = (await authenticate(w.house, { cookie: here }))!;
    const via = { headers: { cookie: here } };
    await expect(w.as(me, changeMyPassword, { current_password: "wrong", new_password: "a brand new one" }, via)).rejects.toMatchObject({ code: "password_wrong" });
    await expect(w.as(me, changeMyPassword, { current_password: PASSWORD, new_password: "password123" }, via)).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "new_password" }] });
    await w.as(me, changeMyPassword, { current_password: PASSWORD, new_password: "a brand new one" }, via);
    expect(await authenticate(w.house, { cookie: here })).not.toBeNull();
    expect(await authenticate(w.house, { cookie: there })).toBeNull();
    await expect(signIn(made.email)).rejects.toMatchObject({ code: "sign_in_wrong" });
    expect((await signIn(made.email, "a brand new one")).status).toBe(200);
  });

  test("the library's own route for it keeps the same policy", async () => {
    const made = await person();
    const cookie = cookieOf(await signIn(made.email));
    const change = (currentPassword: string, newPassword: string) => request("/change-password", { cookie, body: { currentPassword, newPassword } });
    await expect(change(PASSWORD, "1234567890")).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "newPassword" }] });
    await expect(change("wrong", "a brand new one")).rejects.toMatchObject({ code: "password_wrong" });
    expect((await change(PASSWORD, "a brand new one")).status).toBe(200);
    await expect(request("/change-password", { body: { currentPassword: PASSWORD, newPassword: "a brand new one" } })).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("shows where I am signed in and signs the others out", async () => {
    const made = await person();
    const [here, there] = [cookieOf(await signIn(made.email)), cookieOf(await signIn(made.email))];
    const me = (await authenticate(w.house, { cookie: here }))!;
    const via = { headers: { cookie: here } };
    const sessions = await w.as(me, listMySessions, {}, via);
    expect(sessions.items.map((session) => session.current).toSorted()).toEqual([false, true]);
    expect(sessions.items[0]!.address).toBe("203.0.113.1");
    expect(await w.as(me, endMyOtherSessions, {}, via)).toEqual({ ended: 1 });
    expect(await authenticate(w.house, { cookie: there })).toBeNull();
    expect(await authenticate(w.house, { cookie: here })).not.toBeNull();
  });

  test("asking for the session prolongs it once a day", async () => {
    const made = await person();
    const cookie = cookieOf(await signIn(made.email));
    await sql`update auth."session" set "expiresAt" = now() + interval '2 days' where "userId" = ${made.id}`.execute(w.house.db);
    const response = await request("/get-session", { method: "GET", cookie });
    expect(response.headers.getSetCookie().join()).toMatch(/Max-Age=604800/);
    const { rows } = await sql<{ days: number }>`select extract(day from "expiresAt" - now())::int days from auth."session" where "userId" = ${made.id}`.execute(w.house.db);
    expect(rows[0]!.days).toBe(6);
  });
});

test("over https the cookie is secure", async () => {
  const house = makeHouse({ db: w.house.db, settings: { ...w.house.settings, publicUrl: "https://clew.example.cn" }, log: w.house.log, clock: w.house.clock });
  const made = await person();
  const [cookie] = (await signIn(made.email, PASSWORD, { house })).headers.getSetCookie();
  expect(cookie).toMatch(/^__Secure-clew\.session_token=.*; Secure/);
  expect(await authenticate(house, { cookie: cookie!.split(";")[0]! })).toMatchObject({ id: made.id });
});
