import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import type { Job } from "../../core/jobs/queue.ts";
import { changeField, listFields } from "../../core/objects/ops/change.ts";
import { previewImport, runImport } from "../../leads/capture/import/job.ts";
import { cancelImport } from "../../leads/capture/import/ops/cancel.ts";
import { getImport } from "../../leads/capture/import/ops/list.ts";
import { startImport, startPreview } from "../../leads/capture/import/ops/start.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { listArrivals, replayArrival } from "../../leads/capture/ops/arrivals.ts";
import { type World, world } from "../world.ts";

const CRM = fileURLToPath(new URL("../../../shared/data/maven-crm-opportunities", import.meta.url));

let w: World;
let admin: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
});
afterAll(() => w.close());

type How = Parameters<typeof w.as<"import.start", typeof startImport.input, typeof startImport.output>>[2];
let files = 0;
async function upload(content: string | Buffer, object = "lead") {
  const path = join(w.house.settings.dataDir, `kept-${files++}`);
  writeFileSync(path, content);
  return w.as(admin, uploadImport, { file: { path, name: "名单.csv", size: 1 }, object });
}
const work = (job: Job<{ id: string }>, id: string) => job.run(w.house, { id });
async function imported(id: string, how: Omit<How, "id"> = {}) {
  await w.as(admin, startImport, { ...how, id });
  await work(runImport, id);
  return w.as(admin, getImport, { id });
}

describe("an import that is come back to", () => {
  it("still shows samples, why its columns were recognised, encoding and sheets", async () => {
    const up = await upload("姓名,手机,备注\n李娜,13612345601,好\n");
    const again = await w.as(admin, getImport, { id: up.id });
    const { columns, sample, suggestions, format, encoding, sheets } = up;
    expect(again).toMatchObject({ columns, sample, suggestions, format, encoding, sheets, options: {} });
    expect(sample).toEqual([["李娜", "13612345601", "好"]]);
  });

  it("can be previewed again after its preview was cancelled, until a row is in", async () => {
    const up = await upload("姓名,手机\n王强,13612345602\n");
    await w.as(admin, startPreview, { id: up.id });
    await w.as(admin, cancelImport, { id: up.id });
    await work(previewImport, up.id);
    expect(await w.as(admin, getImport, { id: up.id })).toMatchObject({ status: "cancelled" });
    await w.as(admin, startPreview, { id: up.id });
    await work(previewImport, up.id);
    expect(await w.as(admin, getImport, { id: up.id })).toMatchObject({ status: "previewed", preview: { created: 1 } });
    expect(await imported(up.id)).toMatchObject({ status: "done", created: 1 });
    await expect(w.as(admin, startPreview, { id: up.id })).rejects.toMatchObject({ code: "import_status" });
  });

  it("a row replayed from the ledger is read by the mapping, defaults and dates of its import", async () => {
    const up = await upload("A,B,C\n赵敏,abc,25/03/2026\n钱多,13612345604,26/03/2026\n");
    expect(await imported(up.id, { mapping: { name: "A", phone: "B", created_at: "C" }, defaults: { source: "展会" } })).toMatchObject({ created: 1, quarantined: 1 });
    const { items } = await w.as(admin, listArrivals, { import_id: up.id, outcome: "quarantined" });
    expect(items).toHaveLength(1);
    // Somebody has since corrected what arrived.
    await sql`update clew.arrival set payload = ${JSON.stringify({ A: "赵敏", B: "13612345605", C: "25/03/2026" })}::json where id = ${items[0]?.id}`.execute(w.house.db);
    const answer = await w.as(admin, replayArrival, { id: items[0]?.id as string });
    expect(answer).toMatchObject({ outcome: "created" });
    const { rows } = await sql<Record<string, unknown>>`select name, phone, source, created_at from crm.lead where id = ${answer.lead_id}`.execute(w.house.db);
    expect(rows[0]).toEqual({ name: "赵敏", phone: "+8613612345605", source: "展会", created_at: "2026-03-24T16:00:00.000Z" });
  });
});

describe.skipIf(!existsSync(CRM))("8,800 opportunities of a public set", () => {
  it("come in through the ordinary import with their accounts and agents, and every count agrees", async () => {
    const read = (name: string) => readFileSync(join(CRM, name), "utf8");
    const deals = Papa.parse<Record<string, string>>(read("sales_pipeline.csv"), { header: true, skipEmptyLines: true }).data;
    const agents = [...new Set(deals.map((deal) => deal.sales_agent as string))];
    for (const name of agents) await w.person(name, "rep");
    const { items: fields } = await w.as(admin, listFields, { object: "opportunity" });
    const stage = fields.find(({ key }) => key === "stage");
    const more = ["Prospecting", "Engaging"].map((name) => ({ value: name.toLowerCase(), label: { zh: name, en: name } }));
    await w.as(admin, changeField, { object: "opportunity", key: "stage", choices: [...((stage?.choices ?? []) as object[]), ...more] } as never);

    const accounts = await upload(read("accounts.csv"), "account");
    expect(await imported(accounts.id, { mapping: { name: "account", industry: "sector", address: "office_location" } })).toMatchObject({ status: "done", created: 85, failed: 0 });
    const up = await upload(read("sales_pipeline.csv"), "opportunity");
    const mapping = { external_id: "opportunity_id", name: "opportunity_id", owner_id: "sales_agent", account_id: "account", product_line: "product", stage: "deal_stage", close_date: "close_date", created_at: "engage_date", amount: "close_value" };
    expect(await imported(up.id, { mapping })).toMatchObject({ status: "done", rows_done: 8_800, created: 8_800, failed: 0 });

    const tally = (of: (deal: Record<string, string>) => string) => Object.fromEntries([...Map.groupBy(deals, of)].map(([key, list]) => [key, list.length]));
    const stored = async (by: string) => Object.fromEntries((await sql<{ k: string; n: number }>`
      select coalesce(${sql.raw(by)}, '') as k, count(*) as n from crm.opportunity o left join crm.account a on a.id = o.account_id left join clew.person p on p.id = o.owner_id group by 1`.execute(w.house.db)).rows.map((row) => [row.k, row.n]));
    expect(await stored("o.stage")).toEqual(tally((deal) => (deal.deal_stage as string).toLowerCase()));
    expect(await stored("a.name")).toEqual(tally((deal) => deal.account as string));
    expect(await stored("p.name")).toEqual(tally((deal) => deal.sales_agent as string));
    expect(await stored("o.product_line")).toEqual(tally((deal) => deal.product as string));
    const { rows: [sums] } = await sql<{ amount: number; closed: number; first: string }>`select sum(amount) as amount, count(close_date) as closed, min(close_date) as first from crm.opportunity`.execute(w.house.db);
    expect(sums).toEqual({ amount: deals.reduce((sum, deal) => sum + Number(deal.close_value || 0), 0), closed: deals.filter((deal) => deal.close_date).length, first: "2017-03-01" });
  }, 120_000);
});
