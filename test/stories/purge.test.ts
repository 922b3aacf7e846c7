import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listAudit } from "../../core/audit/list.ts";
import type { Actor } from "../../core/ctx.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord, removeRecord, restoreRecords } from "../../core/records/ops/one.ts";
import { purgeRecord } from "../../core/records/ops/purge.ts";
import { importFile } from "../../leads/capture/import/stored.ts";
import { runImport } from "../../leads/capture/import/job.ts";
import { startImport } from "../../leads/capture/import/ops/start.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { listArrivals } from "../../leads/capture/ops/arrivals.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { mergeLeadsOp } from "../../leads/cleanse/merge/ops.ts";
import { convertLead } from "../../leads/convert/ops.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor & { kind: "person" }, rep: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  rep = await w.person("林晓", "rep", "华东");
});
afterAll(() => w.close());

/** Every table of the house in which a row tells one of these, whatever the column: nothing is left where nobody looked. */
async function tellers(...secrets: string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) name from pg_tables where schemaname in ('clew', 'crm', 'auth', 'graphile_worker') order by 1`.execute(w.house.db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql`select from ${sql.raw(name)} t where t::text like any(${secrets.map((secret) => `%${secret}%`)}) limit 1`.execute(w.house.db);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const create = async (object: string, body: Record<string, unknown>) => ((await w.as(admin, createRecords, { object, body })) as { id: string }).id;
const capture = async (body: Record<string, unknown>, via = {}) => (await w.as(admin, captureLead, { channel_key: "api", body }, via)) as { lead_id: string; arrival_id: string };
const why = { reason: "本人要求删除" };

describe("deleting somebody's personal information for good", () => {
  it("leaves no trace of a captured, merged, worked, visited lead in any table, and the ledger still counts its arrivals", async () => {
    const { lead_id: id, arrival_id } = await capture({ name: "独孤甲", phone: "13977770001", email: "dugu@example.cn", need: "独孤的需求" }, { idempotencyKey: "独孤-1" });
    await capture({ name: "独孤甲", phone: "13977770001", need: "独孤再次来" });
    const other = await create("lead", { name: "独孤乙", phone: "13977770002", note: "独孤的备注", owner_id: rep.id });
    await w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: rep.id, note: "独孤改了" } });
    await w.as(admin, mergeLeadsOp, { survivor: id, others: [other] });
    await w.as(rep, logActivity, { id, kind: "call", outcome: "connected", summary: "独孤说要报价", next_step: { at: "2026-03-03T10:00:00+08:00", text: "给独孤报价" } });
    const visitor = crypto.randomUUID();
    await sql`insert into clew.site_visitor (id, lead_id, phone) values (${visitor}, ${id}, '13977770001')`.execute(w.house.db);
    await sql`insert into clew.site_event (id, channel, visitor_id, lead_id, at, kind, url) values (${crypto.randomUUID()}, 'form', ${visitor}, ${id}, ${w.house.clock.now()}, 'page', 'https://example.cn/独孤'), (${crypto.randomUUID()}, 'form', ${visitor}, null, ${w.house.clock.now()}, 'page', 'https://example.cn/独孤早先')`.execute(w.house.db);
    await sql`insert into clew.taken_query (id, at, actor_kind, actor_name, asked, found, object, record_id) values (${crypto.randomUUID()}, now(), 'person', '林晓', '{"phone":"13977770001"}', true, 'lead', ${id})`.execute(w.house.db);
    const heldBefore = (await sql<{ held: number }>`select held from clew.load where person_id = ${rep.id}`.execute(w.house.db)).rows[0]?.held ?? 0;
    expect((await tellers("独孤", "1397777000", "dugu@")).length).toBeGreaterThan(6);
    await expect(w.as(rep, purgeRecord, { object: "lead", id, ...why })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(admin, purgeRecord, { object: "lead", id: other, ...why })).rejects.toMatchObject({ code: "merged_elsewhere", facts: { in: id } });
    expect((await w.as(admin, purgeRecord, { object: "lead", id, ...why })).purged).toEqual({ lead: 2, activity: 1, task: 1 });
    expect(await tellers("独孤", "1397777000", "dugu@")).toEqual([]);
    expect((await tellers(id)).filter((table) => !/event|audit/.test(table))).toEqual([]);
    expect((await sql<{ held: number }>`select held from clew.load where person_id = ${rep.id}`.execute(w.house.db)).rows[0]?.held).toBe(heldBefore - 1);
    const arrival = (await w.as(admin, listArrivals, {})).items.find((each) => each.id === arrival_id);
    expect(arrival).toMatchObject({ outcome: "created", payload: {} });
    await expect(w.as(admin, getRecord, { object: "lead", id })).rejects.toMatchObject({ code: "not_found" });
    await expect(w.as(admin, restoreRecords, { object: "lead", ids: [id] })).rejects.toMatchObject({ code: "not_found" });
    expect((await w.as(admin, listAudit, { subject: "purge" })).items).toMatchObject([{ subject_id: id, subject_name: "线索", diff: { note: [null, "本人要求删除"], n_lead: [null, 2] } }]);
    await expect(w.as(admin, purgeRecord, { object: "lead", id, ...why })).rejects.toMatchObject({ code: "not_found" });
  });

  it("reaches what lies in the recycle bin, and what a file brought: its row, its sample, the file itself", async () => {
    const path = join(w.house.settings.dataDir, "upload-purge");
    writeFileSync(path, "姓名,手机\n慕容丙,13977770003\n");
    const { id: file } = await w.as(admin, uploadImport, { file: { path, name: "名单.csv", size: 1 }, object: "lead", options: "{}" });
    await w.as(admin, startImport, { id: file });
    await runImport.run(w.house, { id: file });
    const { items } = await w.as(admin, queryRecords, { object: "lead", filter: { field: "name", op: "is", value: "慕容丙" } });
    const id = items[0]?.id as string;
    await w.as(admin, removeRecord, { object: "lead", id });
    // The file goes with the end of its import; a crash just there leaves it behind.
    expect(existsSync(importFile(w.house, file))).toBe(false);
    writeFileSync(importFile(w.house, file), "姓名,手机\n慕容丙,13977770003\n");
    await w.as(admin, purgeRecord, { object: "lead", id, ...why });
    expect(await tellers("慕容", "1397777000")).toEqual([]);
    await vi.waitFor(() => expect(existsSync(importFile(w.house, file))).toBe(false), { timeout: 30_000 });
  });

  it("of a customer keeps the business: after the lead goes its contact can go too, the account and the opportunity stay without them", async () => {
    const id = await create("lead", { name: "令狐丁", phone: "13977770004", company: "华山贸易有限公司", owner_id: rep.id });
    await w.as(rep, logActivity, { id, kind: "call", outcome: "connected", summary: "谈妥", nothing_next: true });
    const done = await w.as(rep, convertLead, { id, opportunity: { name: "年度采购" } });
    await w.as(admin, purgeRecord, { object: "lead", id, ...why });
    await w.as(admin, purgeRecord, { object: "contact", id: done.contact_id as string, ...why });
    expect(await tellers("令狐", "1397777000")).toEqual([]);
    expect(await w.as(admin, getRecord, { object: "account", id: done.account_id as string })).toMatchObject({ name: "华山贸易有限公司" });
    expect((await w.as(admin, queryRecords, { object: "activity", filter: { field: "account_id", op: "is", value: done.account_id } })).items).toMatchObject([{ summary: "谈妥", lead_id: null, contact_id: null }]);
  });
});
