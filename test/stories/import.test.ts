import { writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import type { Job } from "../../core/jobs/queue.ts";
import { listRecords } from "../../core/records/ops/list.ts";
import { previewImport, runImport } from "../../leads/capture/import/job.ts";
import { getImport } from "../../leads/capture/import/ops/list.ts";
import { startImport, startPreview } from "../../leads/capture/import/ops/start.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { type World, world } from "../world.ts";

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
    void rep;
  });
});
