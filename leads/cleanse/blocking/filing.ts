import { sql } from "kysely";
import { type Ctx, systemCtx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import type { Row } from "../../../core/language/types.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import type { Write } from "../../../core/objects/standard.ts";
import { publishedPolicies } from "../../../core/policies/published.ts";
import { same } from "../../../core/records/write.ts";
import { measureBase } from "../compare/measure.ts";
import type { MatchCandidate } from "../match.ts";
import type { MatchPolicy } from "../policy.ts";
import { recordsAsLeads } from "./records.ts";
import { matchBase, publishedWeigher, signatureOf, type Weigher, weighing } from "./weigher.ts";

type Filed = MatchCandidate["object"];
const FIRST = "00000000-0000-0000-0000-000000000000";
const CHUNK = 1_000;
const OBJECTS: readonly Filed[] = ["lead", "contact", "account"];

/** Keeps the keys of records that are written, while the published policy weighs what arrives; else it does nothing at all. */
export async function fileWrites(tx: Ctx, object: Filed, writes: readonly Write[]): Promise<void> {
  const weigher = await publishedWeigher(tx.house);
  if (!weigher?.objects.includes(object)) return;
  const touched = writes.filter(({ before, after }) => before === null || object !== "lead" || weigher.fields.some(({ key }) => !same(before[key] ?? null, after[key] ?? null)));
  if (touched.length === 0) return;
  const old = touched.filter((write) => write.before !== null).map((write) => write.id);
  if (old.length > 0) await sql`delete from clew.match_block where record_id = any(${old}::uuid[])`.execute(tx.db);
  const rows = object === "lead" ? touched.map((write) => write.after) : await recordsAsLeads(tx, object, weigher.fields, sql`t.id = any(${touched.map((write) => write.id)}::uuid[])`);
  await file(tx, object, weigher, rows);
}

async function file(tx: Ctx, object: Filed, weigher: Weigher, rows: readonly Row[]): Promise<void> {
  const filed = rows.map((row) => ({ record_id: row.id, keys: `{${weigher.weigh(row).blocks.join()}}` })).filter(({ keys }) => keys !== "{}");
  if (filed.length === 0) return;
  await sql`
    insert into clew.match_block (key, object, record_id) select unnest(x.keys), ${object}, x.record_id from ${rowsOf(filed, { record_id: "uuid", keys: "bigint[]" })} on conflict do nothing`.execute(tx.db);
}

interface Place {
  version: number;
  object: Filed;
  after: string;
}

/**
 * Files every record for a newly published policy that weighs what arrives, a chunk a job: each commits together with the next one's
 * place in the queue, so that a crash goes on where it stood. For a policy that weighs nothing it empties the table.
 */
export const fileRecords = job<Place>({
  name: "match.file",
  async run(house, { version, object, after }) {
    const ctx = systemCtx(house, "match.file", { kind: "rule", event: "match.file", id: `match:${version}` });
    const policy = (await publishedPolicies.fresh(ctx)).get("match");
    if (policy?.version !== version) return;
    await publishedPolicies.changed(ctx);
    if (after === FIRST && object === "lead" && !(await begin(ctx, policy.body as MatchPolicy))) return;
    const weigher = await publishedWeigher(house);
    if (!weigher) return;
    await transaction(ctx, async (tx) => {
      const rows = weigher.objects.includes(object) ? await recordsAsLeads(tx, object, weigher.fields, sql`t.id > ${after}::uuid order by t.id limit ${CHUNK} for share of t`) : [];
      await file(tx, object, weigher, rows);
      const last = rows.at(-1);
      const following = OBJECTS[OBJECTS.indexOf(object) + 1];
      if (last && rows.length === CHUNK) await enqueue(tx, fileRecords, { version, object, after: last.id as string });
      else if (following) await enqueue(tx, fileRecords, { version, object: following, after: FIRST });
      else {
        await sql`update clew.match_base set ready = true`.execute(tx.db);
        await matchBase.changed(tx);
      }
    });
  },
});

/** Measures the base and empties what was filed for other comparisons; false when nothing is left to file. */
async function begin(ctx: Ctx, policy: MatchPolicy): Promise<boolean> {
  const fields = (await catalog.get(ctx.house)).fields("lead");
  const signature = weighing(policy).length > 0 ? signatureOf(policy, fields) : null;
  const frequencies = signature === null ? null : (await measureBase(ctx.db, policy, fields)).toData();
  return transaction(ctx, async (tx) => {
    const { rows } = await sql<{ signature: string; ready: boolean }>`select signature, ready from clew.match_base for update`.execute(tx.db);
    const filed = rows[0]?.signature === signature && rows[0].ready;
    if (!filed) await sql`delete from clew.match_base`.execute(tx.db);
    if (!filed && rows.length > 0) await sql`truncate clew.match_block`.execute(tx.db);
    if (signature !== null) {
      await sql`
        insert into clew.match_base (signature, ready, frequencies, measured_at) values (${signature}, ${filed}, ${JSON.stringify(frequencies)}::jsonb, ${tx.now})
        on conflict (only_one) do update set frequencies = excluded.frequencies, measured_at = excluded.measured_at`.execute(tx.db);
    }
    await matchBase.changed(tx);
    return signature !== null && !filed;
  });
}

/** Queues the filing for the policy just published. */
export async function queueFiling(tx: Ctx, version: number): Promise<void> {
  await enqueue(tx, fileRecords, { version, object: "lead", after: FIRST });
}
