import { sql } from "kysely";
import { organisationOf, writeOrganisation } from "../../core/access/organisation.ts";
import { type Ctx, type House, systemCtx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { dropCached } from "../../core/db/cached.ts";
import { COMPANY } from "./data/company.ts";
import { found } from "./found.ts";
import { publishRules } from "./rules.ts";
import { stageOf } from "./stage.ts";
import { beginning, tell } from "./story.ts";

export interface SampleState {
  state: "queued" | "making" | "done" | "failed";
  /** Days of the story told so far, and how many there are. */
  done: number;
  total: number;
}

export interface SampleSize {
  leads: number;
  days: number;
}

export const FULL_SIZE: SampleSize = { leads: 20_000, days: 180 };
const SEED = 20_260_315;
/** Progress is written down every so many days. */
const TELL_EVERY = 6;

/** How far the sample company is; null where there is none. */
export async function sampleState(house: House, ctx: Ctx = systemCtx(house, "sample", { kind: "seed" })): Promise<SampleState | null> {
  const { rows } = await sql<{ sample: SampleState | null }>`select settings->'sample' as sample from clew.organisation`.execute(ctx.db);
  return rows[0]?.sample ?? null;
}

/** Writes down how far it is; an organisation without a name gets that of the sample company. */
export async function markSample(house: House, sample: SampleState, ctx: Ctx = systemCtx(house, "sample", { kind: "seed" })): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { name } = await organisationOf(tx.house);
    await writeOrganisation(tx, { ...(name ? {} : { name: COMPANY }), settings: { sample } });
  });
}

/**
 * Makes the sample company: its people and rules, then day by day what happened up to now, everything through the operations that real
 * data goes through, at a clock of its own. Not repeatable: a run that was cut off leaves the state `making`.
 */
export async function makeSample(house: House, options: { password: string | null; size?: SampleSize; seed?: number; progress?: (state: SampleState) => void }): Promise<Awaited<ReturnType<typeof tell>>> {
  const { leads, days } = options.size ?? FULL_SIZE;
  const end = house.clock.now();
  const stage = stageOf(house, beginning(end, days, house.settings.timeZone));
  const mark = async (state: SampleState) => {
    await markSample(house, state);
    options.progress?.(state);
  };
  await mark({ state: "making", done: 0, total: days });
  const company = await found(stage, { password: options.password, end, days });
  await publishRules(stage, company);
  const counts = await tell(stage, company, { end, days, leads, seed: options.seed ?? SEED, progress: (done) => (done % TELL_EVERY === 0 ? mark({ state: "making", done, total: days }) : undefined) });
  // So that the planner knows what the first pages ask about.
  await Promise.all([sql`analyze crm.lead`.execute(house.db), sql`analyze crm.activity, crm.task, crm.account, crm.opportunity, clew.hold, clew.clock`.execute(house.db)]);
  await mark({ state: "done", done: days, total: days });
  dropCached(house, "*");
  return counts;
}

/** Whether there is anything that a sample company would get mixed up with. */
export async function isEmpty(house: House): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select not exists (select from crm.lead) and not exists (select from clew.arrival) and not exists (select from clew.team) as empty`.execute(house.db);
  return rows[0]?.empty ?? false;
}
