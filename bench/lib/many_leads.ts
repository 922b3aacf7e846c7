import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { v7 } from "uuid";
import { searchVector } from "../../core/records/search.ts";
import { leadObject } from "../../leads/lead.object.ts";
import { leadOf } from "./people.ts";

const COLUMNS = ["id", "created_at", "updated_at", "version", "owner_id", "pool_id", "name", "phone", "company", "job_title", "source", "need", "stage", "score", "grade", "heat", "phone_key", "company_key", "search"];
const STAGES = ["assigned", "contacted", "qualified", "accepted", "converted", "disqualified"];
const SEARCHED = leadObject.fields.filter((f) => f.search);
const POOL = "00000000-0000-7000-8000-000000000001";

/**
 * Fills crm.lead with `count` believable leads straight by COPY: a base for reading measures, not a way to make leads.
 * Two in three belong to one of `owners`, the rest wait in the pool.
 */
export async function manyLeads(databaseUrl: string, count: number, owners: readonly string[]): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const year = 365 * 86_400_000;
  const start = Date.now() - year;
  const line = (n: number): string => {
    const lead = leadOf(n);
    const phone = `+86${lead.phone}`;
    const owner = n % 3 === 0 ? null : (owners[n % owners.length] as string);
    const at = new Date(start + Math.floor((n / count) * year)).toISOString();
    const score = (n * 37) % 101;
    const row: Record<string, string | number | null> = {
      ...lead, id: v7({ msecs: Date.parse(at) }), created_at: at, updated_at: at, version: 1, owner_id: owner, pool_id: owner === null ? POOL : null, phone,
      stage: owner === null ? "new" : (STAGES[(n >> 3) % STAGES.length] as string), score, grade: `${"ABCD"[n % 4]}${1 + (n % 4)}`, heat: score >= 70 ? "high" : score >= 40 ? "mid" : "low",
      phone_key: phone, company_key: lead.company.slice(0, -4), search: null,
    };
    row.search = searchVector(SEARCHED, row);
    return `${COLUMNS.map((c) => (row[c] === null || row[c] === undefined ? "\\N" : String(row[c]).replaceAll("\\", "\\\\"))).join("\t")}\n`;
  };
  function* lines(): Generator<string> {
    for (let n = 0; n < count; n += 500) {
      let chunk = "";
      for (let i = n; i < Math.min(count, n + 500); i++) chunk += line(i);
      yield chunk;
    }
  }
  await client.query("set statement_timeout = 0");
  await pipeline(Readable.from(lines()), client.query(copyFrom(`copy crm.lead (${COLUMNS.join(", ")}) from stdin`)));
  await client.query("vacuum analyze crm.lead");
  await client.end();
}
