import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { v7 } from "uuid";
import type { Row } from "../../core/language/types.ts";
import { keyColumns } from "../../leads/cleanse/lead_keys.ts";
import { normaliseLead } from "../../leads/cleanse/normalise/lead.ts";
import { screen } from "../../leads/cleanse/screen.ts";

const COLUMNS = ["id", "created_at", "updated_at", "version", "pool_id", "stage", "name", "phone", "email", "wechat", "company", "province", "city", "product_line", "phone_key", "email_key", "wechat_key", "company_key", "name_pinyin", "external_id"];
const POOL = "00000000-0000-7000-8000-000000000001";
const MAKER = fileURLToPath(new URL("../../../shared/tools/make-leads.mjs", import.meta.url));
const START = Date.parse("2026-01-01T00:00:00Z");

/** A row of a made list as an import would read it; null when screening sets it aside. */
export function readMade(r: Record<string, string>): Row | null {
  const typed: Row = { name: r.姓名 || null, phone: r.手机 || null, email: r.邮箱 || null, wechat: r.微信 || null, company: r.公司 || null, job_title: r.职位 || null, industry: r.行业 || null, province: r.省份 || null, city: r.城市 || null, source: r.来源 || null, product_line: r.产品线 || null };
  const normal = normaliseLead(typed, { country: "CN" });
  return screen(normal).outcome === "pass" ? { ...normal.row, ...keyColumns(normal.keys) } : null;
}

/**
 * Fills crm.lead with a made list straight by COPY, whole numbers and match keys as the door would write them; who each lead is stands in
 * truth.csv of the folder. False where the maker is absent.
 */
export async function copyMade(databaseUrl: string, count: number, folder: string): Promise<boolean> {
  if (!existsSync(MAKER)) return false;
  const path = join(folder, "made.csv");
  spawnSync(process.execPath, [MAKER, "--rows", String(count), "--seed", "7", "--out", path, "--truth", join(folder, "truth.csv")], { stdio: "inherit" });
  const client = new pg.Client(databaseUrl);
  await client.connect();
  async function* lines(): AsyncGenerator<string> {
    let n = 0;
    for await (const r of createReadStream(path, "utf8").pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { header: true, skipEmptyLines: true }))) {
      const lead = readMade(r as Record<string, string>);
      if (!lead) continue;
      const at = START + n++ * 1_000;
      const row: Row = { ...lead, external_id: (r as Record<string, string>).外部编号 ?? null, id: v7({ msecs: at }), created_at: new Date(at).toISOString(), updated_at: new Date(at).toISOString(), version: 1, pool_id: POOL, stage: "new" };
      yield `${COLUMNS.map((c) => (row[c] === null || row[c] === undefined ? "\\N" : String(row[c]).replaceAll("\\", "\\\\"))).join("\t")}\n`;
    }
  }
  await client.query("set statement_timeout = 0");
  await pipeline(Readable.from(lines()), client.query(copyFrom(`copy crm.lead (${COLUMNS.join(", ")}) from stdin`)));
  await client.query("vacuum analyze crm.lead");
  await client.end();
  rmSync(path);
  return true;
}
