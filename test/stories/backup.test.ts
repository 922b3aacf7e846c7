import { createReadStream, createWriteStream, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { toMigrations } from "../../apps/cli/restore.ts";
import { restoreBackup } from "../../core/backup/restore.ts";
import { writeBackup } from "../../core/backup/write.ts";
import type { Actor } from "../../core/ctx.ts";
import { databaseUrl } from "../../core/db/url.ts";
import { createObject } from "../../core/objects/ops/change.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { captureLeads } from "../../leads/capture/ops/capture.ts";
import { claimLeads } from "../../leads/pool/ops/claim.ts";
import { temporaryFolder } from "../setup/folder.ts";
import { type World, world } from "../world.ts";

const { path: folder, remove } = temporaryFolder();
const made: string[] = [];
let w: World;
let admin: Actor & { kind: "person" };
let rep: Actor & { kind: "person" };
let files = 0;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  rep = await w.person("林晓", "rep", "华东");
});
afterAll(async () => {
  await w.close();
  for (const name of made) await server(`drop database if exists ${name} with (force)`);
  remove();
});

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}
const server = (text: string) => ask(inject("database").url, text);
async function emptyDatabase(): Promise<string> {
  const name = `clew_restored_${process.pid}_${made.length}`;
  made.push(name);
  await server(`create database ${name} template template0 encoding 'UTF8'`);
  return databaseUrl(inject("database").url, name);
}
async function backup(url: string): Promise<string> {
  const path = join(folder, `backup-${files++}`);
  await writeBackup(url, createWriteStream(path), { now: new Date("2026-03-02T01:00:00Z") });
  return path;
}
const restore = (url: string, path: string) => restoreBackup(url, createReadStream(path), (names) => toMigrations(url, names));
const leads = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ name: `客户\t${from + i}\n"行\\N"`, phone: `139${String(from + i).padStart(8, "0")}`, company: `公司 ${from + i}` }));
const text = (path: string) => gunzipSync(readFileSync(path)).toString();

describe("backup and restore", () => {
  it("what is restored is what was there: tables, columns, indexes, rules and every row", async () => {
    await w.as(admin, createObject, { key: "visit", label: { zh: "拜访", en: "Visit" }, title: "name", fields: [{ key: "name", type: "text", label: { zh: "名称", en: "Name" } }, { key: "no", type: "auto_number", label: { zh: "编号", en: "No" } }] } as never);
    await w.as(admin, createRecords, { object: "visit", body: { items: [{ name: "一" }, { name: "二" }] } } as never);
    await w.as(admin, captureLeads, { channel_key: "api", items: leads(1, 40) });
    const first = await backup(w.url);
    const url = await emptyDatabase();
    const { rows } = await restore(url, first);
    expect(rows).toBeGreaterThan(200);
    expect(text(await backup(url))).toBe(text(first));
    const shape = "select table_schema, table_name, column_name, data_type, column_default, is_nullable from information_schema.columns where table_schema in ('crm', 'clew', 'auth', 'graphile_worker') order by 1, 2, 3";
    const indexes = "select indexdef from pg_indexes where schemaname in ('crm', 'clew', 'auth') and tablename not like 'change_2%' order by 1";
    const rules = "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where connamespace::regnamespace::text in ('crm', 'clew', 'auth') and conrelid::regclass::text not like '%change_2%' order by 1, 2";
    for (const what of [shape.replace("order by", "and table_name not like 'change_2%' order by"), indexes, rules]) expect(await ask(url, what)).toEqual(await ask(w.url, what));
    // Numbers go on where they stood.
    expect(await ask(url, "insert into crm.visit (id, created_at, updated_at, name) values (gen_random_uuid(), now(), now(), '三') returning no")).toEqual([{ no: "000003" }]);
  }, 120_000);

  it("a backup taken while leads arrive and are claimed is of one moment, and nobody waits for it", async () => {
    let working = true;
    let next = 1_000;
    const arriving = Promise.all(Array.from({ length: 4 }, async () => {
      while (working) {
        const answers = (await w.as(admin, captureLeads, { channel_key: "api", items: leads((next += 20), 20) })) as unknown as { items: { lead_id: string }[] };
        await w.as(rep, claimLeads, { ids: answers.items.slice(0, 2).map((each) => each.lead_id) });
      }
    }));
    const taken: string[] = [];
    for (let i = 0; i < 3; i++) taken.push(await backup(w.url));
    working = false;
    await arriving;
    for (const path of taken) {
      const url = await emptyDatabase();
      await restore(url, path);
      const [found] = await ask<Record<string, number>>(url, `select
        (select count(*)::int from clew.arrival a where outcome = 'created' and not exists (select from crm.lead l where l.id = a.record_id)) as arrivals_without_lead,
        (select count(*)::int from crm.lead l where channel = 'api' and not exists (select from clew.arrival a where a.record_id = l.id)) as leads_without_arrival,
        (select count(*)::int from crm.lead where stage not in ('converted', 'disqualified') and (owner_id is null) = (pool_id is null)) as neither_or_both,
        (select count(*)::int from clew.load d where held <> (select count(*) from crm.lead l where l.owner_id = d.person_id and l.stage not in ('converted', 'disqualified'))) as wrong_loads,
        (select count(*)::int from crm.lead l where not exists (select from clew.change c where c.record_id = l.id)) as without_history,
        (select count(*)::int % 20 from crm.lead where channel = 'api') as torn_batches`);
      expect(found).toEqual({ arrivals_without_lead: 0, leads_without_arrival: 0, neither_or_both: 0, wrong_loads: 0, without_history: 0, torn_batches: 0 });
    }
  }, 180_000);

  it("a database that is not empty, a file that is none and one that is cut off are refused in a sentence, and leave nothing", async () => {
    await expect(restore(w.url, join(folder, "backup-0"))).rejects.toThrow(/not empty/);
    const url = await emptyDatabase();
    const other = join(folder, "other");
    writeFileSync(other, "name,phone\n");
    await expect(restore(url, other)).rejects.toThrow(/not a backup/);
    const cut = join(folder, "cut");
    writeFileSync(cut, readFileSync(join(folder, "backup-0")));
    truncateSync(cut, 20_000);
    await expect(restore(url, cut)).rejects.toThrow(/not whole/);
    expect(await ask(url, "select nspname from pg_namespace where nspname in ('crm', 'clew', 'auth', 'graphile_worker')")).toEqual([]);
    await restore(url, join(folder, "backup-0"));
  }, 120_000);
});
