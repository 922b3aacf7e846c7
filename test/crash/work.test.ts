import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../setup/folder.ts";
import { ADMIN, ask, endAll, ROUNDS, type Running, start } from "./running.ts";

const { path: dataDir, remove } = temporaryFolder();
let clew: Running;
let key: string;

beforeAll(async () => {
  clew = await start(dataDir);
  const signIn = await fetch(`${clew.url}/api/auth/sign-in/email`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(ADMIN) });
  const cookie = signIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
  const made = await fetch(`${clew.url}/api/v1/api-keys`, { method: "POST", headers: { "content-type": "application/json", cookie, origin: clew.url }, body: JSON.stringify({ name: "work", role: "admin" }) });
  key = ((await made.json()) as { key: string }).key;
}, 120_000);
afterAll(async () => {
  await clew?.stop().catch(() => {});
  endAll();
  remove();
});

async function call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; json: T }> {
  const form = body instanceof FormData;
  const answer = await fetch(`${clew.url}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${key}`, ...(body === undefined || form ? {} : { "content-type": "application/json" }) }, ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as T };
}

async function until(holds: () => Promise<boolean>, milliseconds = 60_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await holds()); await sleep(50)) if (Date.now() > end) throw new Error("it did not come true in time");
}

interface Import {
  id: string;
  status: string;
  rows_done: number;
}

it("kill -9 in the middle of an import: it goes on where it stood, every row is taken once, nothing is half done", async () => {
  const rows = ROUNDS * 3_000;
  // Every tenth row has the phone of the one before.
  const phone = (n: number) => `137${String(10_000_000 + (n % 10 === 9 ? n - 1 : n) * 13)}`;
  const form = new FormData();
  form.set("file", new Blob([["姓名,手机,公司", ...Array.from({ length: rows }, (_, n) => `导入${n},${phone(n)},公司${n}`)].join("\n")], { type: "text/csv" }), "名单.csv");
  const { json: { id } } = await call<Import>("POST", "/imports", form);
  expect((await call("POST", `/imports/${id}/start`, {})).status).toBe(200);
  const standing = async () => (await call<Import>("GET", `/imports/${id}`)).json;
  for (let round = 0; round < ROUNDS; round++) {
    const from = (await standing()).rows_done;
    await until(async () => (await standing()).rows_done > from);
    await sleep(Math.random() * 150);
    await clew.kill();
    clew = await start(dataDir);
    // Its process is gone for longer than it may be silent.
    await ask(dataDir, "update clew.import set beat_at = now() - interval '2 minutes' where status = 'running'");
  }
  await until(async () => (await standing()).status === "done", 120_000);
  expect(await standing()).toMatchObject({ rows_done: rows, created: rows * 0.9, merged: rows * 0.1, failed: 0 });
  const [whole] = await ask<Record<string, number>>(dataDir, `select
    (select count(*)::int from clew.arrival where import_id = $1) arrivals, (select count(distinct row_number)::int from clew.arrival where import_id = $1) row_numbers,
    (select count(*)::int from crm.lead where channel = 'import') leads, (select count(distinct phone)::int from crm.lead where channel = 'import') phones,
    (select count(*)::int from crm.lead l where channel = 'import' and not exists (select from clew.hold h where h.lead_id = l.id and h.to_at is null)) without_hold,
    (select count(*)::int from (select record_id from clew.change where object = 'lead' and diff is null group by record_id having count(*) <> 1) x) born_twice`, [id]);
  expect(whole).toEqual({ arrivals: rows, row_numbers: rows, leads: rows * 0.9, phones: rows * 0.9, without_hold: 0, born_twice: 0 });
}, ROUNDS * 60_000 + 120_000);

it("kill -9 in the middle of merges and un-merges: each is done wholly or not at all, and what was answered is so", async () => {
  const count = 120;
  const items = Array.from({ length: count * 2 }, (_, n) => ({ name: `合并${n}`, phone: `136${String(10_000_000 + n * 17)}` }));
  const made = (await call<{ items: { id: string }[] }>("POST", "/records/lead", { items })).json.items.map((each) => each.id);
  const pairs = Array.from({ length: count }, (_, n) => ({ survivor: made[n * 2] as string, other: made[n * 2 + 1] as string }));
  await call("POST", "/records/task", { items: pairs.map(({ other }, n) => ({ title: `待办${n}`, lead_id: other })) });
  /** other → what was last answered about it. */
  const answered = new Map<string, "merged" | "apart">();
  const asked = new Set<string>();
  let next = 0;
  let killed = false;
  const working = Promise.all(Array.from({ length: 6 }, async () => {
    while (!killed && next < count) {
      const { survivor, other } = pairs[next++] as (typeof pairs)[number];
      asked.add(other);
      try {
        const merged = await call<{ id: string }>("POST", "/leads/merge", { survivor, others: [other] });
        if (merged.status !== 200) continue;
        answered.set(other, "merged");
        if (next % 2 === 0) continue;
        answered.delete(other);
        if ((await call("POST", `/merges/${merged.json.id}/undo`)).status === 200) answered.set(other, "apart");
      } catch {
        continue;
      }
    }
  }));
  await until(async () => answered.size > 15);
  await clew.kill();
  killed = true;
  await working;
  expect(asked.size).toBeLessThan(count + 1);
  clew = await start(dataDir);
  const rows = await ask<{ other: string; there: boolean; merged: boolean; task_of: string }>(dataDir, `
    select x.other, exists (select from crm.lead l where l.id = x.other) as there, exists (select from clew.merge m where m.other_id = x.other and m.undone_at is null) as merged,
      (select lead_id from crm.task t where t.title = '待办' || (x.n - 1)) as task_of
    from unnest($1::uuid[]) with ordinality as x(other, n)`, [pairs.map(({ other }) => other)]);
  for (const [n, row] of rows.entries()) {
    const { survivor, other } = pairs[n] as (typeof pairs)[number];
    expect(row).toEqual({ other, there: !row.merged, merged: row.merged, task_of: row.merged ? survivor : other });
    const said = answered.get(other);
    if (said) expect(row.merged).toBe(said === "merged");
    if (!asked.has(other)) expect(row.merged).toBe(false);
  }
  expect(rows.some((row) => row.merged)).toBe(true);
}, 180_000);
