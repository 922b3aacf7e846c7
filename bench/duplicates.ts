import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Running, startClew } from "./lib/clew.ts";
import { type Labelled, madeSet, pairQuality, publicSet } from "./lib/labelled.ts";
import { type Line, report } from "./lib/report.ts";

// Precision and recall of the duplicate desk by the one policy that ships, on labelled lists, each in a Clew of its own.

/** Runs a search of the whole base to its end; seconds. */
async function search(clew: Running): Promise<number> {
  const from = performance.now();
  await clew.call("POST", "/api/v1/duplicates/run", {});
  for (;;) {
    const { run } = (await clew.call("GET", "/api/v1/duplicates/run")).json as { run: { status: string } };
    if (run.status === "done") return (performance.now() - from) / 1_000;
    if (run.status !== "queued" && run.status !== "running") throw new Error(`the search ended as ${run.status}`);
    await new Promise((r) => setTimeout(r, 200));
  }
}

async function quality(list: Labelled): Promise<{ precision: number; recall: number; f1: number; seconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), "clew-duplicates-"));
  const clew = await startClew(folder);
  try {
    for (const field of list.fields) await clew.call("POST", "/api/v1/objects/lead/fields", field);
    for (let i = 0; i < list.rows.length; i += 1_000) {
      const items = list.rows.slice(i, i + 1_000).map((row, n) => ({ ...row, external_id: String(i + n) }));
      const { status, json } = await clew.call("POST", "/api/v1/records/lead", { items });
      if (status !== 201) throw new Error(`creating leads: ${status} ${JSON.stringify(json).slice(0, 300)}`);
    }
    const seconds = await search(clew);
    const client = new pg.Client(readFileSync(join(folder, "database.url"), "utf8").trim());
    await client.connect();
    const { rows } = await client.query<{ places: string[] }>("select array_agg(l.external_id) as places from clew.duplicate_member m join crm.lead l on l.id = m.lead_id group by m.cluster_id");
    await client.end();
    return { ...pairQuality(list.truth, rows.map((r) => r.places.map(Number))), seconds };
  } finally {
    await clew.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const lines: Line[] = [];
const details: Record<string, unknown> = {};
for (const [make, must] of [[() => publicSet(1), 0.97], [() => publicSet(2), 0.97], [() => madeSet(Number(process.env.BENCH_MADE ?? 20_000), 7), 0.99]] as const) {
  const list = make();
  if (!list) continue;
  const found = await quality(list);
  lines.push({ work: `duplicates, ${list.name} (${list.rows.length} leads): F1`, clew: found.f1, unit: "", must: `≥ ${must}` });
  details[list.name] = found;
}
report("duplicates", lines, details);
