import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { cached } from "../../../core/db/cached.ts";
import { refusal } from "../../../core/refusal.ts";
import type { Refused } from "./learn/leakage.ts";
import type { Figures } from "./learn/measures.ts";
import type { Model } from "./learn/model.ts";
import type { Holdout, Trained } from "./learn/train.ts";
import type { LeadSource } from "./sources.ts";

/** What is kept of a training beside the model. */
export interface Report extends Omit<Trained, "model" | "holdout" | "refused"> {
  figures: Figures;
  refused: (Refused & { label: LeadSource["label"]; field: string | null; allowed: boolean })[];
}

export interface Stored {
  version: number;
  status: "draft" | "kept" | "active";
  trained_version: number;
  /** The additions, and how each feature reads a lead. */
  body: { model: Model; sources: LeadSource[] };
  figures: Report;
  /** Factors that stand at other points than learned. */
  changed: number;
  created_at: string;
  created_by: string | null;
  activated_at: string | null;
  activated_by: string | null;
}

export const NoSuchModel = refusal("no_such_model", 404, { zh: "没有预测模型第 {version} 版", en: "There is no version {version} of the predictive score" });

const COLUMNS = sql.raw("version, status, trained_version, body, figures, changed, created_at, created_by, activated_at, activated_by");

/** The model predictions are made by; null while there is none. Asked on every write of a lead, so it costs nothing when there is none. */
export const activeModel = cached("predict_model", async (db) => {
  const { rows } = await sql<Stored>`select ${COLUMNS} from clew.predict_model where status = 'active'`.execute(db);
  return rows[0] ?? null;
});

/** Newest versions, without the draft. */
export async function storedModels(ctx: Ctx, most: number): Promise<Stored[]> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from clew.predict_model where status <> 'draft' order by version desc limit ${most}`.execute(ctx.db);
  return rows;
}

/** One version, or `no_such_model`. */
export async function storedModel(ctx: Ctx, version: number): Promise<Stored> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from clew.predict_model where version = ${version}`.execute(ctx.db);
  if (!rows[0]) throw NoSuchModel({ version });
  return rows[0];
}

export async function draftModel(ctx: Ctx): Promise<Stored | null> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from clew.predict_model where status = 'draft'`.execute(ctx.db);
  return rows[0] ?? null;
}

/** The leads a version was measured on when it was trained. */
export async function holdoutOf(ctx: Ctx, version: number): Promise<Holdout> {
  const { rows } = await sql<{ holdout: Holdout }>`select holdout from clew.predict_model where version = ${version}`.execute(ctx.db);
  return rows[0]?.holdout ?? { features: [], levels: [], score: [], outcome: [] };
}

/** Keeps a model as the next version; as the draft it takes the place of the draft before. */
export async function keepModel(tx: Ctx, model: { status: "draft" | "kept"; trainedVersion?: number; body: Stored["body"]; figures: Report; holdout?: Holdout; changed?: number }): Promise<number> {
  await lockModels(tx);
  if (model.status === "draft") await sql`delete from clew.predict_model where status = 'draft'`.execute(tx.db);
  const { rows } = await sql<{ version: number }>`
    insert into clew.predict_model (version, status, trained_version, body, figures, holdout, changed, created_at, created_by)
    select next, ${model.status}, coalesce(${model.trainedVersion ?? null}::int, next), ${JSON.stringify(model.body)}::jsonb, ${JSON.stringify(model.figures)}::jsonb,
      ${model.holdout ? JSON.stringify(model.holdout) : null}::json, ${model.changed ?? 0}, ${tx.now}, ${tx.actor.id}::uuid
    from (select coalesce(max(version), 0) + 1 as next from clew.predict_model) n returning version`.execute(tx.db);
  return (rows[0] as { version: number }).version;
}

/** Makes a version the one that predicts; null switches predictions off. */
export async function activate(tx: Ctx, version: number | null): Promise<void> {
  await lockModels(tx);
  await sql`update clew.predict_model set status = 'kept' where status = 'active'`.execute(tx.db);
  if (version !== null) {
    const { numAffectedRows } = await sql`update clew.predict_model set status = 'active', activated_at = ${tx.now}, activated_by = ${tx.actor.id}::uuid where version = ${version}`.execute(tx.db);
    if (numAffectedRows !== 1n) throw NoSuchModel({ version });
  }
  await activeModel.changed(tx);
}

const lockModels = (tx: Ctx) => sql`select pg_advisory_xact_lock(hashtext('predict_model'))`.execute(tx.db);
