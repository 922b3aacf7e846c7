import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../setup/folder.ts";
import { ADMIN, ask, CONNECTIONS, endAll, killDatabase, ROUNDS, type Running, start } from "./running.ts";

const { path: dataDir, remove } = temporaryFolder();
let clew: Running;
let key: string;

interface Answer {
  arrival_id: string;
  outcome: string;
  lead_id: string;
}
/** What has been promised: idempotency key → answer. */
const answered = new Map<string, Answer>();
/** Sent, and the answer never came. */
const open = new Set<string>();
const refusals = new Map<number, number>();
let next = 0;

beforeAll(async () => {
  clew = await start(dataDir);
  const signIn = await fetch(`${clew.url}/api/auth/sign-in/email`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(ADMIN) });
  const cookie = signIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(`${clew.url}/api/v1${path}`, { method, headers: { "content-type": "application/json", cookie }, body: JSON.stringify(body) });
    const json = (await answer.json()) as Record<string, string>;
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  key = (await send("POST", "/api-keys", { name: "capture", role: "admin" })).key as string;
  const team = (await send("POST", "/teams", { name: "销售" })).id;
  for (const name of ["王芳", "李强", "张敏"]) await send("POST", "/people", { name, email: `${encodeURIComponent(name).replaceAll("%", "").toLowerCase()}@example.cn`, role: "rep", team_id: team });
  const rule = { id: "turn", name: { zh: "轮流", en: "In turn" }, when: { all: [] }, target: { kind: "team", id: team }, strategy: { kind: "round_robin" } };
  await send("PUT", "/policies/route/draft", { body: { rules: [rule], fallback: { kind: "pool", id: "00000000-0000-7000-8000-000000000001" } } });
  await send("POST", "/policies/route/publish", {});
}, 90_000);

afterAll(async () => {
  await clew?.stop().catch(() => {});
  endAll();
  remove();
});

/** Every seventh key sends the phone of the one before: it is merged. */
const phoneOf = (n: number): string => `139${String(20_000_000 + (n % 7 === 6 ? n - 1 : n) * 37).slice(0, 8)}`;

async function capture(n: number): Promise<void> {
  const id = `k-${n}`;
  open.add(id);
  const answer = await fetch(`${clew.url}/api/v1/capture/api`, {
    method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${key}`, "idempotency-key": id }, body: JSON.stringify({ name: `客户 ${n}`, phone: phoneOf(n) }),
  });
  const json = (await answer.json()) as Answer;
  if (answer.status !== 201) {
    refusals.set(answer.status, (refusals.get(answer.status) ?? 0) + 1);
    return;
  }
  const before = answered.get(id);
  if (before) expect(json.arrival_id).toBe(before.arrival_id);
  answered.set(id, json);
  open.delete(id);
}

/** Connections that capture for as long as told; what fails is left open. */
function storm(milliseconds: number): Promise<unknown> {
  const until = Date.now() + milliseconds;
  return Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (Date.now() < until) await capture(next++).catch(() => sleep(50));
  }));
}

/** Sends again what was never answered, as a careful caller does, and a sample of what was. */
async function again(): Promise<void> {
  const wanted = [...open, ...[...answered.keys()].slice(-50)];
  for (const end = Date.now() + 30_000; wanted.length > 0 && Date.now() < end; ) {
    await Promise.all(wanted.splice(0, CONNECTIONS).map((id) => capture(Number(id.slice(2))).catch(async () => {
      wanted.push(id);
      await sleep(100);
    })));
    if (wanted.length === 0) wanted.push(...open);
  }
  expect([...open]).toEqual([]);
}

async function nothingLost(): Promise<number> {
  const rows = await ask<{ id: string; idempotency_key: string; outcome: string; record_id: string }>(dataDir, "select id, idempotency_key, outcome, record_id from clew.arrival");
  expect(rows).toHaveLength(answered.size);
  const stored = new Map(rows.map((row) => [row.idempotency_key, row]));
  for (const [id, answer] of answered) expect(stored.get(id)).toMatchObject({ id: answer.arrival_id, outcome: answer.outcome, record_id: answer.lead_id });
  const phones = new Set([...answered.keys()].map((id) => phoneOf(Number(id.slice(2)))));
  const [counts] = await ask<Record<string, number>>(dataDir, `
    select (select count(*)::int from crm.lead) leads, (select count(distinct phone)::int from crm.lead) phones,
      (select count(*)::int from clew.arrival where outcome = 'created') created,
      (select count(*)::int from crm.lead where owner_id is null and pool_id is null) nobody,
      (select count(*)::int from crm.lead l where owner_id is not null and not exists (select from clew.clock c where c.lead_id = l.id and c.owner_id = l.owner_id)) without_clock,
      (select count(*)::int from crm.lead l where not exists (select from clew.hold h where h.lead_id = l.id and h.to_at is null and h.owner_id is not distinct from l.owner_id)) without_hold,
      (select count(*)::int from (select record_id from clew.change where object = 'lead' and diff is null group by record_id having count(*) <> 1) x) born_twice,
      (select count(distinct record_id)::int from clew.change where object = 'lead' and diff is null) born,
      (select count(*)::int from (select owner_id, count(*) n from crm.lead where owner_id is not null and stage not in ('converted', 'disqualified') group by owner_id) o
        full join (select person_id, held from clew.load where held > 0) l on l.person_id = o.owner_id where o.n is distinct from l.held) wrong_loads,
      (select count(*)::int from clew.arrival where outcome = 'created' and (verdicts is null or json_array_length(verdicts) < 3)) without_receipt`);
  expect(counts).toMatchObject({ leads: phones.size, phones: phones.size, created: phones.size, nobody: 0, without_clock: 0, without_hold: 0, born_twice: 0, born: phones.size, wrong_loads: 0, without_receipt: 0 });
  return rows.length;
}

it("kill -9 of everything in the middle of capture: what was answered is there once", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const before = answered.size;
    const storming = storm(1_500);
    await sleep(500 + Math.random() * 900);
    await clew.kill();
    await storming;
    expect(answered.size).toBeGreaterThan(before);
    clew = await start(dataDir);
    process.stdout.write(`start after kill -9: ${Math.round(clew.took)} ms\n`);
    await again();
    await nothingLost();
  }
}, ROUNDS * 45_000);

it("kill -9 of PostgreSQL alone: a clear refusal, it comes back by itself, what was answered is there once", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    refusals.clear();
    const storming = storm(1_500);
    await sleep(300 + Math.random() * 700);
    await killDatabase(dataDir);
    await storming;
    await expect.poll(async () => (await fetch(`${clew.url}/readyz`)).status, { timeout: 20_000, interval: 100 }).toBe(200);
    await again();
    expect([...refusals.keys()].filter((status) => status !== 503)).toEqual([]);
    await nothingLost();
  }
}, ROUNDS * 45_000);

it("what fell due while everything was down happens once", async () => {
  const owned = await ask<{ id: string }>(dataDir, "select id from crm.lead where owner_id is not null order by id limit 400");
  const ids = owned.map((row) => row.id);
  expect(ids.length).toBeGreaterThan(100);
  const clocks = ids.slice(0, 200);
  const holds = ids.slice(200);
  // Due in the next second or two: some before the kill, some after.
  await ask(dataDir, `
    update clew.clock c set due_at = x.at + interval '1 day', fire_at = x.at, steps = jsonb_build_array(jsonb_build_object('id', 'half', 'at', x.at, 'do', 'notify_owner'))
    from (select id, now() + (row_number() over (order by id) % 40) * interval '50 milliseconds' as at from clew.clock where lead_id = any($1::uuid[]) and state = 'running') x where x.id = c.id`, [clocks]);
  await ask(dataDir, "update crm.lead set created_at = now() - interval '30 days', assigned_at = now() - interval '30 days', stage_at = now() - interval '30 days' where id = any($1::uuid[])", [holds]);
  await ask(dataDir, `
    update clew.hold h set fire_at = x.at
    from (select id, now() + (row_number() over (order by id) % 40) * interval '50 milliseconds' as at from clew.hold where lead_id = any($1::uuid[]) and to_at is null) x where x.id = h.id`, [holds]);
  await sleep(900 + Math.random() * 500);
  await clew.kill();
  clew = await start(dataDir);
  const due = async () => (await ask<{ n: number }>(dataDir, "select ((select count(*) from clew.clock where state = 'running' and fire_at <= now()) + (select count(*) from clew.hold where to_at is null and fire_at <= now()))::int n"))[0]?.n;
  await expect.poll(due, { timeout: 15_000, interval: 200 }).toBe(0);
  await sleep(1_200);
  const told = await ask<{ n: number }>(dataDir, "select count(*)::int n from clew.notification where kind = 'sla_warning' and record_id = any($1::uuid[]) group by record_id", [clocks]);
  expect(told.map((row) => row.n)).toEqual(clocks.map(() => 1));
  const recycled = await ask<{ n: number }>(dataDir, "select count(*)::int n from clew.notification where kind = 'recycled' and record_id = any($1::uuid[]) group by record_id", [holds]);
  expect(recycled.map((row) => row.n)).toEqual(holds.map(() => 1));
  const [back] = await ask<{ pooled: number; once: number }>(dataDir, `
    select count(*) filter (where owner_id is null and pool_id is not null)::int pooled, count(*) filter (where times_recycled = 1)::int once from crm.lead where id = any($1::uuid[])`, [holds]);
  expect(back).toEqual({ pooled: holds.length, once: holds.length });
  await nothingLost();
}, 60_000);

it("a second start on the same data is quick, and an orderly stop loses nothing", async () => {
  await clew.stop();
  clew = await start(dataDir);
  process.stdout.write(`second start: ${Math.round(clew.took)} ms\n`);
  await again();
  expect(await nothingLost()).toBe(answered.size);
}, 60_000);
