import { sql } from "kysely";
import { v7 } from "uuid";
import { type Ctx, systemCtx } from "../../../core/ctx.ts";
import { directory } from "../../../core/access/directory.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { CLOSED } from "./arrivals.ts";
import { decayOf, driftOf, type Findings } from "./health_figures.ts";
import { arrivalsOf, predictor } from "./predict_leads.ts";
import { activeModel, type Stored } from "./store.ts";

const RECENT_DAYS = 30;
const MOST_RECENT = 5_000;
const MOST_MATURED = 20_000;
const DAY = 86_400_000;

/** Once a day, and when asked: does the model still see the leads it was made for, and does it still rank them right? */
export const sweepHealth = sweep<{ one: boolean }>({
  name: "predict.check",
  async take(tx) {
    const { rows } = await sql<{ one: boolean }>`select one from clew.predict_check where due_at <= ${tx.now} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx) {
    await sql`update clew.predict_check set due_at = ${new Date(tx.now.getTime() + DAY)}`.execute(tx.db);
    await enqueue(tx, checkModel, {}, { key: "predict.check" });
  },
});

/** Measures drift and decay of the active model, raises and clears its alarms, and tells the administrators once per crossing. */
export const checkModel = job<object>({
  name: "predict.check",
  async run(house) {
    const ctx = systemCtx(house, "predict.check", { kind: "timer", event: "predict.checked" });
    const stored = await activeModel.fresh(ctx);
    if (!stored) return;
    const findings = await look(ctx, stored);
    await transaction(ctx, async (tx) => {
      await sql`update clew.predict_check set checked_at = ${tx.now}, version = ${stored.version}, findings = ${JSON.stringify(findings)}::jsonb`.execute(tx.db);
      await alarm(tx, stored.version, findings);
    });
  },
});

/** Starts the daily rounds for a version just activated; null ends them. */
export async function planChecks(tx: Ctx, version: number | null): Promise<void> {
  await sql`update clew.predict_check set due_at = ${version === null ? "infinity" : new Date(tx.now.getTime() + DAY)}::timestamptz, checked_at = null, findings = null, version = ${version}`.execute(tx.db);
  await sql`update clew.predict_alarm set cleared_at = ${tx.now} where cleared_at is null and version is distinct from ${version}::int`.execute(tx.db);
}

async function look(ctx: Ctx, stored: Stored): Promise<Findings> {
  const { sources, model } = stored.body;
  const since = new Date(ctx.now.getTime() - RECENT_DAYS * DAY);
  const recent = await arrivalsOf(ctx, sources, sql`t.created_at >= ${since} and t.no_automation is not true`, MOST_RECENT, sql`t.created_at desc`);
  // What arrived after the last lead of the training was never seen by the model, whatever happened since.
  const matured = await arrivalsOf(ctx, sources, sql`t.created_at > ${new Date(stored.figures.to)} and ${CLOSED}`, MOST_MATURED, sql`t.created_at desc`);
  const predict = predictor(ctx, stored.body);
  return {
    recent: recent.length, drift: driftOf(model, recent.map((lead) => predict(lead))),
    decay: decayOf(matured.map((lead) => predict(lead).probability), matured.map(({ stage }) => (stage === "converted" ? 1 : 0)), stored.figures.figures.auc),
  };
}

async function alarm(tx: Ctx, version: number, { drift, decay }: Findings): Promise<void> {
  const bad = [
    ...drift.filter(({ state }) => state === "bad").map(({ key, psi, limit }) => ({ kind: "drift", key, facts: { psi, limit } })),
    ...(decay?.bad ? [{ kind: "decay", key: "auc", facts: { auc: decay.auc, tested: decay.tested } }] : []),
  ];
  const standing = [...bad.map(({ kind, key }) => `${kind} ${key}`), ...drift.filter(({ state }) => state === "watch").map(({ key }) => `drift ${key}`)];
  await sql`update clew.predict_alarm set cleared_at = ${tx.now} where cleared_at is null and version = ${version} and not (kind || ' ' || key = any(${standing}::text[]))`.execute(tx.db);
  const { rows: raised } = await sql<{ kind: string }>`
    insert into clew.predict_alarm (id, version, kind, key, facts, raised_at)
    select x.id, ${version}, x.kind, x.key, x.facts, ${tx.now} from ${rowsOf(bad.map((one) => ({ ...one, id: v7() })), { id: "uuid", kind: "text", key: "text", facts: "jsonb" })}
    on conflict (version, kind, key) where cleared_at is null do nothing returning kind`.execute(tx.db);
  const administrators = [...(await directory.get(tx.house)).people.values()].filter(({ role }) => role === "admin");
  await notify(tx, administrators.flatMap(({ id }) => (["drift", "decay"] as const).flatMap((kind) => {
    const count = raised.filter((one) => one.kind === kind).length;
    return count > 0 ? [{ person_id: id, kind: `prediction_${kind}`, facts: { version, count } }] : [];
  })));
}
