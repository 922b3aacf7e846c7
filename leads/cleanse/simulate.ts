import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { explain } from "../../core/policies/explain.ts";
import type { Simulated, SimulatedSide, SimulationRun } from "../../core/policies/simulation.ts";
import { difference, leadsToReplay, MOST_REPLAYED, type Replayed, type Weighed } from "../replay.ts";
import { arrivalsToReplay, type Came } from "../replay_arrivals.ts";
import { compileWeigher, weighing } from "./blocking/weigher.ts";
import { storedCandidates } from "./candidates.ts";
import { breathe } from "./compare/breathe.ts";
import { Frequencies } from "./compare/frequencies.ts";
import { measureBase } from "./compare/measure.ts";
import type { MatchKey } from "./keys.ts";
import { matcher, type MatchArrival, type MatchCandidate, type MatchDecision, type MatchTarget } from "./match.ts";
import { ENTRIES, type Entry, MATCH_KEYS, type MatchAction, type MatchPolicy } from "./policy.ts";
import { storedKeys } from "./stored_keys.ts";
import { MATCH_WORDS } from "./words.ts";

const KEYS = ["phone_key", "email_key", "wechat_key", "credit_code", "company_key", "name_pinyin", "product_line", "channel"];
const OUTCOMES = ["create", "merge", "attach", "duplicate", "quarantine"] as const;
/** Leads between two breaths. */
const SLICE = 50;
/** Leads whose candidates are asked for together. */
const ASKED = 2_000;

interface Door {
  entry: Entry;
  on_match: MatchAction | null;
}

/**
 * Lets what came in the last days arrive again in its order, once by the rules in force and once by the draft: which would have been
 * created, merged, attached, kept as duplicates or set aside. Leads come as they are now, arrivals that made none as their doors read
 * them. Records of before are found by exact keys; fields are weighed among what is replayed. Writes nothing.
 */
export async function simulateMatch(ctx: Ctx, draft: MatchPolicy, run: SimulationRun): Promise<Simulated & { arrivals: number; outcomes: Record<"before" | "after", Record<string, number>> }> {
  const published = (await publishedPolicies.get(ctx.house)).get("match")?.body as MatchPolicy;
  const fields = (await catalog.get(ctx.house)).fields("lead");
  const weighs = weighing(published).length + weighing(draft).length > 0;
  const compared = [published, draft].flatMap((policy) => compileWeigher(policy, fields, new Frequencies()).fields.map((field) => field.key));
  const { replayed, came } = await inOrder(ctx, run, await leadsToReplay(ctx, run, [...KEYS, ...compared]));
  const channelDoors = await doorsOf(ctx);
  const doorOf = (row: Row): Door => {
    const again = came.get(row.id as string);
    return again ? { entry: again.channel.kind, on_match: again.channel.on_match } : (channelDoors.get(String(row.channel)) ?? { entry: "hand", on_match: null });
  };
  const candidates = await storedBefore(ctx, replayed.rows);
  const frequencies = weighs ? await measureBase(ctx.db, { rules: [...published.rules, ...draft.rules] }, fields) : new Frequencies();
  const total = replayed.rows.length * 2;
  const before = await replay(ctx, published, replayed, { fields, doorOf, candidates, frequencies }, (done) => run.progress(done, total));
  const after = await replay(ctx, draft, replayed, { fields, doorOf, candidates, frequencies }, (done) => run.progress(replayed.rows.length + done, total));
  const nameOf = (target: MatchTarget | null): string | null => {
    const row = target && "batch_index" in target ? replayed.rows[target.batch_index] : undefined;
    return row ? String(row.id) : target && "id" in target ? target.id : null;
  };
  const weighed = (decision: MatchDecision, row: Row): Weighed => ({
    outcome: { outcome: decision.outcome, rule: decision.rule_id, with: nameOf(targetOf(decision)) }, reasons: decision.reasons, counted: decision.outcome === "create" ? 0 : 1, owner_id: (row.owner_id as string | null) ?? null,
  });
  const count = (decisions: readonly MatchDecision[]) => Object.fromEntries(OUTCOMES.map((outcome) => [outcome, decisions.filter((d) => d.outcome === outcome).length]));
  const simulated = await difference(ctx, replayed, replayed.rows.map((row, i) => ({ row, before: weighed(before[i] as MatchDecision, row), after: weighed(after[i] as MatchDecision, row) })), { zh: "重复", en: "duplicates" });
  const telling = { timeZone: ctx.house.settings.timeZone, name: () => undefined };
  const told = <S extends SimulatedSide>(side: S) => ({ ...side, explain: explain(MATCH_WORDS, side.reasons, telling) });
  return {
    ...simulated, arrivals: came.size, differences: simulated.differences.map(({ id, name, before: was, after: is }) => ({ id, name, ...wentTo(came.get(id)), before: told(was), after: told(is) })),
    outcomes: { before: count(before), after: count(after) },
  };
}

const wentTo = (came: Came | undefined) => (came ? { arrival: { object: came.object, record_id: came.record_id } } : {});

/** Leads and the arrivals that made none, the oldest first; no more than one trial replays, the newest of both. */
async function inOrder(ctx: Ctx, run: SimulationRun, leads: Replayed): Promise<{ replayed: Replayed; came: Map<string, Came> }> {
  const { came, limited } = await arrivalsToReplay(ctx, run, leads.view);
  // A lead stands before what came with it in one batch.
  const all = [...leads.rows, ...came.map(({ row }) => row)].sort((a, b) => Date.parse(String(a.created_at)) - Date.parse(String(b.created_at)));
  const rows = all.slice(-MOST_REPLAYED);
  const kept = new Set(rows.map((row) => row.id));
  return { replayed: { ...leads, rows, limited: leads.limited || limited || all.length > rows.length }, came: new Map(came.flatMap((one) => (kept.has(one.row.id) ? [[one.row.id as string, one] as const] : []))) };
}

interface Stage {
  fields: ReadonlyMap<string, FieldDef>;
  doorOf(row: Row): Door;
  candidates: readonly MatchCandidate[];
  frequencies: Frequencies;
}

async function replay(ctx: Ctx, policy: MatchPolicy, { rows }: Replayed, stage: Stage, progress: (done: number) => void): Promise<MatchDecision[]> {
  const weigher = weighing(policy).length > 0 ? compileWeigher(policy, stage.fields, stage.frequencies) : null;
  const decide = matcher(policy, stage.candidates, ctx.now, weigher?.rules);
  const decisions: MatchDecision[] = [];
  for (const row of rows) {
    const at = new Date(String(row.created_at));
    const arrival: MatchArrival = { ...stage.doorOf(row), keys: storedKeys(row), product_line: (row.product_line as string | null) ?? null, stage: "new", created_at: at, at };
    decisions.push(decide(weigher ? { ...arrival, weighed: weigher.weigh(row) } : arrival));
    if (decisions.length % SLICE === 0) {
      progress(decisions.length);
      await breathe();
    }
  }
  progress(decisions.length);
  return decisions;
}

/** Records that were there before the leads replayed and share an exact key with them. */
async function storedBefore(ctx: Ctx, rows: readonly Row[]): Promise<MatchCandidate[]> {
  const replayed = new Set(rows.map((row) => row.id));
  const found = new Map<string, MatchCandidate>();
  for (let i = 0; i < rows.length; i += ASKED) {
    const asked = rows.slice(i, i + ASKED).map((row) => {
      const keys = storedKeys(row);
      return MATCH_KEYS.flatMap((kind): MatchKey[] => (kind !== "company" && keys[kind] ? [{ kind, key: keys[kind] }] : []));
    });
    for (const one of (await storedCandidates(ctx, asked)).found) if (!replayed.has(one.id)) found.set(one.id, one);
  }
  return [...found.values()];
}

async function doorsOf(ctx: Ctx): Promise<Map<string, Door>> {
  const { rows } = await sql<{ key: string; kind: string; on_match: MatchAction | null }>`select key, kind, on_match from clew.channel`.execute(ctx.db);
  return new Map(rows.map(({ key, kind, on_match }) => [key, { entry: ENTRIES.find((entry) => entry === kind) ?? "hand", on_match }]));
}

function targetOf(decision: MatchDecision): MatchTarget | null {
  return decision.outcome === "create" ? null : decision.outcome === "merge" ? decision.into : decision.outcome === "attach" ? decision.to : decision.of;
}
