import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import type { Ctx } from "../../ctx.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { Invalid, NotFound, refusal } from "../../refusal.ts";
import { fieldProblems } from "../../schema_problems.ts";
import { namesIn } from "../explain.ts";
import { type PolicyKind, policyKinds, policyWords } from "../kind.ts";
import { FilterShape } from "../shapes.ts";
import { publishedPolicies } from "../published.ts";
import type { Simulated, SimulatedSide } from "../simulation.ts";
import { cancelTrial, startTrial, trialProgress } from "../trials.ts";

const NoDraft = refusal("no_draft", 409, { zh: "没有草稿可以发布", en: "There is no draft to publish" });
const CannotSimulate = refusal("simulation_unavailable", 422, { zh: "「{kind}」规则暂不支持试算", en: "Rules of kind “{kind}” cannot be simulated yet" });

const Kind = z.strictObject({ kind: z.string().max(20) });
const VersionOut = z.object({
  version: z.number(), status: z.enum(["draft", "published", "superseded"]), body: z.unknown(), note: z.string().nullable(),
  changed_at: z.string(), changed_by: z.string().nullable(), published_at: z.string().nullable(), published_by: z.string().nullable(),
});
type VersionRow = z.input<typeof VersionOut>;

function kindOf(ctx: Ctx, name: string): PolicyKind {
  const kind = policyKinds(ctx.house).get(name);
  if (!kind) throw NotFound({ kind: name });
  return kind;
}

/** Checks a policy body and names every field that is wrong. */
function checkBody(kind: PolicyKind, body: unknown): unknown {
  const parsed = kind.schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw Invalid({}, fieldProblems(parsed.error, "body").slice(0, 50));
}

async function versions(ctx: Ctx, kind: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select version, status, body, note, changed_at, changed_by, published_at, published_by from clew.policy where kind = ${kind} order by version desc limit 50`.execute(ctx.db);
  return rows;
}

/** The published policy of a kind, its draft, and earlier versions. */
export const getPolicy = op({
  name: "policy.get",
  title: { zh: "查看规则集", en: "Get a policy" },
  needs: "policy:read",
  http: { method: "GET", path: "/policies/:kind" },
  input: Kind,
  output: z.object({ kind: z.string(), published: VersionOut.nullable(), draft: VersionOut.nullable(), versions: z.array(VersionOut) }),
  async run(ctx, { kind }) {
    kindOf(ctx, kind);
    const all = await versions(ctx, kind);
    return { kind, published: all.find((v) => v.status === "published") ?? null, draft: all.find((v) => v.status === "draft") ?? null, versions: all };
  },
});

/** Saves the draft; nothing decides by it until it is published. */
export const draftPolicy = op({
  name: "policy.draft",
  title: { zh: "保存规则草稿", en: "Save a policy draft" },
  needs: "policy:edit",
  http: { method: "PUT", path: "/policies/:kind/draft" },
  input: Kind.extend({ body: z.unknown(), note: z.string().max(500).optional() }),
  output: VersionOut,
  run: (ctx, { kind, body, note }) =>
    transaction(ctx, async (tx) => {
      const checked = checkBody(kindOf(tx, kind), body);
      await lock(tx, kind);
      await sql`
        insert into clew.policy (kind, version, status, body, note, changed_at, changed_by)
        select ${kind}, coalesce(max(version) filter (where status = 'draft'), max(version) + 1, 1), 'draft', ${JSON.stringify(checked)}::jsonb, ${note ?? null}, ${tx.now}, ${tx.actor.id}::uuid
        from clew.policy where kind = ${kind}
        on conflict (kind, version) do update set body = excluded.body, note = excluded.note, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx.db);
      return (await versions(tx, kind)).find((v) => v.status === "draft") as VersionRow;
    }),
});

/** Makes the draft the policy that decides from now on. */
export const publishPolicy = op({
  name: "policy.publish",
  title: { zh: "发布规则", en: "Publish a policy" },
  needs: "policy:edit",
  http: { method: "POST", path: "/policies/:kind/publish" },
  input: Kind,
  output: VersionOut,
  run: (ctx, { kind }) =>
    transaction(ctx, async (tx) => {
      const definition = kindOf(tx, kind);
      await lock(tx, kind);
      const draft = (await versions(tx, kind)).find((v) => v.status === "draft");
      if (!draft) throw NoDraft();
      await makePublished(tx, kind, draft.version);
      await definition.onPublish?.(tx, draft.version);
      await audit(tx, "policy", { id: kind, name: definition.label.zh, after: { published_version: draft.version, note: draft.note } });
      return (await versions(tx, kind)).find((v) => v.status === "published") as VersionRow;
    }),
});

/** Publishes the body of an earlier version again, as a new version. */
export const rollbackPolicy = op({
  name: "policy.rollback",
  title: { zh: "回滚规则", en: "Roll a policy back" },
  needs: "policy:edit",
  http: { method: "POST", path: "/policies/:kind/rollback" },
  input: Kind.extend({ version: z.number().int().positive().optional() }),
  output: VersionOut,
  run: (ctx, { kind, version }) =>
    transaction(ctx, async (tx) => {
      const definition = kindOf(tx, kind);
      await lock(tx, kind);
      const all = await versions(tx, kind);
      const target = version === undefined ? all.find((v) => v.status === "superseded") : all.find((v) => v.version === version && v.status !== "draft");
      if (!target) throw NotFound({ kind, version });
      const next = Math.max(...all.map((v) => v.version)) + 1;
      await sql`
        insert into clew.policy (kind, version, status, body, note, changed_at, changed_by)
        values (${kind}, ${next}, 'superseded', ${JSON.stringify(target.body)}::jsonb, ${`← ${target.version}`}, ${tx.now}, ${tx.actor.id}::uuid)`.execute(tx.db);
      await makePublished(tx, kind, next);
      await definition.onPublish?.(tx, next);
      await audit(tx, "policy", { id: kind, name: definition.label.zh, after: { published_version: next, note: `← ${target.version}` } });
      return (await versions(tx, kind)).find((v) => v.status === "published") as VersionRow;
    }),
});

const Side = z.object({ outcome: z.record(z.string(), z.unknown()), reasons: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })), explain: z.array(z.object({ zh: z.string(), en: z.string() })) });
const Total = z.object({ id: z.string().nullable(), name: z.string(), leads: z.number(), changed: z.number(), before: z.number(), after: z.number() });
/** What every kind answers; a kind's own figures stand beside it. */
const SimulatedOut = z.looseObject({
  leads: z.number(), limited: z.boolean(), hidden: z.number(), changed: z.number(), measure: z.object({ zh: z.string(), en: z.string() }),
  totals: z.object({ person: z.array(Total), team: z.array(Total), source: z.array(Total) }),
  differences: z.array(z.object({ id: z.string(), name: z.string(), arrival: z.object({ object: z.string().nullable(), record_id: z.string().nullable() }).optional(), before: Side, after: Side })),
});

/**
 * Replays the last days, or the leads of a filter, through the draft (or a given body), writes nothing, and says what would have been
 * different and why. With a `progress_id` of the caller's making its progress can be read and it can be cancelled meanwhile.
 */
export const simulatePolicy = op({
  name: "policy.simulate",
  title: { zh: "试算规则", en: "Simulate a policy" },
  needs: "policy:read",
  http: { method: "POST", path: "/policies/:kind/simulate" },
  input: Kind.extend({ body: z.unknown().optional(), days: z.number().int().min(1).max(365).default(30), filter: FilterShape.optional(), progress_id: z.uuid().optional() }),
  output: SimulatedOut,
  async run(ctx, { kind, body, days, filter, progress_id }) {
    const definition = kindOf(ctx, kind);
    if (!definition.simulate) throw CannotSimulate({ kind });
    const all = await versions(ctx, kind);
    const published = all.find((v) => v.status === "published")?.body;
    const draft = checkBody(definition, body === undefined ? (all.find((v) => v.status === "draft")?.body ?? published) : body);
    const trial = await startTrial(ctx, progress_id);
    try {
      const answer = await definition.simulate(ctx, draft, { days, filter: filter ?? null, progress: trial.progress });
      return await inWordsToo(ctx, definition, answer, published, draft);
    } finally {
      await trial.end();
    }
  },
});

/** Both receipts of every difference in the words that "why?" uses. */
async function inWordsToo(ctx: Ctx, { kind }: PolicyKind, answer: Simulated, published: unknown, draft: unknown): Promise<z.input<typeof SimulatedOut>> {
  const words = await policyWords(ctx);
  const [was, is] = [namesIn(published), namesIn(draft)];
  const told = (side: SimulatedSide, rules: ReturnType<typeof namesIn>) => ({ ...side, ...words.say(kind, side.reasons, rules) });
  return { ...answer, differences: answer.differences.map((each) => ({ ...each, before: told(each.before, was), after: told(each.after, is) })) };
}

const ProgressId = z.strictObject({ progress_id: z.uuid() });

/** How far a trial of one's own is, while it runs and for an hour. */
export const simulationProgress = op({
  name: "policy.simulation_progress",
  title: { zh: "试算进度", en: "Progress of a simulation" },
  needs: "policy:read",
  http: { method: "GET", path: "/policies/simulations/:progress_id" },
  input: ProgressId,
  output: z.object({ done: z.number(), total: z.number(), state: z.enum(["running", "done", "cancelled"]) }),
  async run(ctx, { progress_id }) {
    const progress = await trialProgress(ctx, progress_id);
    if (!progress) throw NotFound({ progress_id });
    return progress;
  },
});

/** Stops a trial of one's own, in whatever process it runs. */
export const cancelSimulation = op({
  name: "policy.cancel_simulation",
  title: { zh: "取消试算", en: "Cancel a simulation" },
  needs: "policy:read",
  http: { method: "POST", path: "/policies/simulations/:progress_id/cancel" },
  input: ProgressId,
  output: z.object({ cancelled: z.boolean() }),
  async run(ctx, { progress_id }) {
    await cancelTrial(ctx, progress_id);
    return { cancelled: true };
  },
});

const lock = (tx: Ctx, kind: string) => sql`select pg_advisory_xact_lock(hashtext(${`policy:${kind}`}))`.execute(tx.db);

async function makePublished(tx: Ctx, kind: string, version: number): Promise<void> {
  await sql`update clew.policy set status = 'superseded' where kind = ${kind} and status = 'published'`.execute(tx.db);
  await sql`update clew.policy set status = 'published', published_at = ${tx.now}, published_by = ${tx.actor.id}::uuid where kind = ${kind} and version = ${version}`.execute(tx.db);
  await publishedPolicies.changed(tx);
}
