import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { byIndex } from "../../core/db/by_index.ts";
import { type Notice, notify } from "../../core/notifications/notify.ts";
import { catalog } from "../../core/objects/catalog.ts";
import type { Refusal } from "../../core/refusal.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { createRows, lockRows, updateRows } from "../../core/records/write.ts";
import { brought, leadCandidate, matchCandidates } from "../cleanse/candidates.ts";
import { collideOnArrival } from "../cleanse/collision/hooks.ts";
import { lookFurther } from "../cleanse/blocking/lookup.ts";
import { matchPolicy } from "../cleanse/kind.ts";
import { decideMatch, type MatchCandidate, type MatchDecision, type MatchTarget } from "../cleanse/match.ts";
import { survivorshipOf } from "../cleanse/merge/survivorship.ts";
import { mergeValues } from "../cleanse/survive.ts";
import { summed } from "../pool/tell_owners.ts";
import { assignBatch, type RouteAhead, routeAhead } from "../route/assign.ts";
import type { Channel } from "./channels.ts";
import type { Answer, Arrival, Item } from "./arrival.ts";
import { campaignsOf, foretell } from "./foretell.ts";
import { keep } from "./keep.ts";
import { madeSince, Outdated, queueUp, remember, takeTurn } from "./lane.ts";
import { keysOfItem, matchArrival, readArrivals } from "./read.ts";

/**
 * The pipeline of every door: map, normalise, screen, match, attribute, score, route, start clocks: for a batch, in one
 * transaction, in a number of statements that does not depend on how many. The arrival is stored with what became of it.
 * @param alone whether the transaction is of this batch alone, and run again where its turn was not what it took it for (core/db/again.ts)
 */
export async function intake(tx: Ctx, channel: Channel, arrivals: readonly Arrival[], alone = false): Promise<Answer[]> {
  const seen = new Map<string, number>();
  const fresh: Arrival[] = [];
  // The first of a batch with an idempotency key decides, the others get its answer.
  const places = arrivals.map((a) => {
    const key = a.idempotencyKey;
    if (key !== undefined && seen.has(key)) return seen.get(key) as number;
    if (key !== undefined) seen.set(key, fresh.length);
    return fresh.push(a) - 1;
  });
  const answers = await take(tx, channel, await readArrivals(tx, channel, fresh), fresh, alone);
  return places.map((at) => answers[at] as Answer);
}

async function answered(tx: Ctx, channel: Channel, arrivals: readonly Arrival[]): Promise<Map<string, Answer>> {
  const keys = arrivals.map((a) => a.idempotencyKey).filter((k) => k !== undefined);
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ idempotency_key: string; answer: Answer }>`
    select idempotency_key, answer from clew.arrival where channel = ${channel.key} and idempotency_key = any(${keys})`.execute(tx.db);
  return new Map(rows.map((r) => [r.idempotency_key, r.answer]));
}

/**
 * The same pipeline for arrivals without idempotency keys that were read before (`readArrivals`), each to be taken once, in a transaction
 * of theirs alone. Whoever sets out after `inTurn` was called comes behind it.
 */
export async function intakeRead(tx: Ctx, channel: Channel, items: readonly Item[], inTurn = () => {}): Promise<Answer[]> {
  return take(tx, channel, items, [], true, inTurn);
}

/**
 * Everything that can be asked or reckoned before its turn in the lane is: while this waits, the turn before is being written. What was
 * answered before under the same key is answered again and not taken.
 */
async function take(tx: Ctx, channel: Channel, all: readonly Item[], keyed: readonly Arrival[], alone: boolean, inTurn = () => {}): Promise<Answer[]> {
  const place = alone ? queueUp(tx) : takeTurn(tx);
  try {
    await byIndex(tx);
    const worked = all.filter((i) => !i.quarantine);
    const campaigns = campaignsOf(tx, worked);
    const asked = worked.map(keysOfItem);
    const looking = worked.length > 0 ? matchCandidates(tx, asked) : Promise.resolve({ seen: null, found: [] });
    const routing = routeAhead(tx, worked.map((i) => i.row));
    for (const later of [looking, routing]) later.catch(() => {});
    await foretell(tx, worked, await campaigns);
    const looked = await looking;
    const routed = await routing;
    const turn = await place.turn();
    inTurn();
    const known = await answered(tx, channel, keyed);
    const fresh = all.filter((i) => i.arrival.idempotencyKey === undefined || !known.has(i.arrival.idempotencyKey));
    const since = worked.length > 0 ? madeSince(tx.house, turn, looked.seen) : [];
    const candidates = since ? brought(looked.found, since, asked) : (await matchCandidates(tx, asked)).found;
    const answers = fresh.length > 0 ? await decide(tx, channel, fresh, candidates, routed) : [];
    remember(tx.house, turn, fresh.flatMap((i) => (i.lead && i.object === "lead" ? [leadCandidate(i.lead)] : [])));
    const byItem = new Map(fresh.map((item, i) => [item, answers[i] as Answer]));
    return all.map((item) => byItem.get(item) ?? (known.get(item.arrival.idempotencyKey as string) as Answer));
  } finally {
    place.decided();
  }
}

async function decide(tx: Ctx, channel: Channel, items: readonly Item[], candidates: readonly MatchCandidate[], routing: RouteAhead): Promise<Answer[]> {
  await match(tx, channel, items, candidates);
  const survivors = lockSurvivors(tx, items);
  survivors.catch(() => {});
  await createLeads(tx, items.filter((i) => i.decision?.outcome === "create"), routing);
  for (const item of items) failWithTarget(item);
  const due = (outcome: MatchDecision["outcome"]) => items.filter((i) => i.outcome !== "failed" && i.decision?.outcome === outcome);
  await mergeLeads(tx, items, due("merge"), await survivors);
  await keepDuplicates(tx, items, due("duplicate"));
  await attach(tx, items, due("attach"));
  for (const item of items) if (item.quarantine) item.outcome = "quarantined";
  await collideOnArrival(tx, channel.kind, items);
  return keep(tx, channel, items);
}

async function match(tx: Ctx, channel: Channel, all: readonly Item[], candidates: readonly MatchCandidate[]): Promise<void> {
  const items = all.filter((i) => !i.quarantine);
  if (items.length === 0) return;
  const { body, version } = await publishedPolicy(tx.house, matchPolicy);
  const further = await lookFurther(tx, items.map((item) => matchArrival(channel, item)), items.map((item) => item.row), candidates);
  const decisions = decideMatch(body, further.arrivals, further.candidates, tx.now, further.fuzzy);
  decisions.forEach((decision, i) => {
    const item = items[i] as Item;
    item.decision = resolve(decision, items);
    item.verdicts.push({ kind: "match", version, outcome: { outcome: decision.outcome, rule: decision.rule_id }, reasons: decision.reasons });
    if (decision.outcome === "quarantine") {
      item.quarantine = true;
      item.reasons.push(...decision.reasons);
    }
  });
}

const inBatch = new WeakMap<MatchTarget, Item>();

/** Remembers which item of the batch a decision points to. */
function resolve(decision: MatchDecision, items: readonly Item[]): MatchDecision {
  const target = targetOf(decision);
  if (target && "batch_index" in target) inBatch.set(target, items[target.batch_index] as Item);
  return decision;
}

function targetOf(decision: MatchDecision): MatchTarget | null {
  if (decision.outcome === "merge") return decision.into;
  if (decision.outcome === "attach") return decision.to;
  return decision.outcome === "create" ? null : decision.of;
}

/** What belongs to a lead that could not be created cannot be taken either. */
function failWithTarget(item: Item): void {
  const target = item.decision && targetOf(item.decision);
  const lead = target && "batch_index" in target ? inBatch.get(target) : undefined;
  if (lead?.outcome !== "failed") return;
  item.outcome = "failed";
  item.reasons.push(...lead.reasons);
}

/** The record a decision points to, once the batch's own leads exist. */
function record(decision: MatchDecision): { object: string; id: string } | null {
  const target = targetOf(decision);
  if (!target) return null;
  if ("id" in target) return target;
  const item = inBatch.get(target);
  return item?.record_id ? { object: item.object ?? "lead", id: item.record_id } : null;
}

async function createLeads(tx: Ctx, items: readonly Item[], routing: RouteAhead): Promise<void> {
  if (items.length === 0) return;
  for (const item of items) {
    const { campaign_id, score: { reasons, ...result }, version } = item.prospect as NonNullable<Item["prospect"]>;
    Object.assign(item.row, { campaign_id, score: result.score, grade: result.grade, heat: result.heat });
    item.verdicts.push({ kind: "score", version, outcome: { ...result }, reasons });
  }
  // An arrival that names its owner or a closed stage is history being brought in, not work to hand out.
  const routed = items.filter((i) => !i.row.owner_id && i.row.stage !== "converted" && i.row.stage !== "disqualified");
  const { decisions, version: routeVersion } = await assignBatch(tx, routed.map((i) => i.row), routing);
  decisions.forEach((d, i) => {
    const item = routed[i] as Item;
    item.row.owner_id = d.owner_id;
    item.row.pool_id = d.pool_id;
    item.verdicts.push({ kind: "route", version: routeVersion, outcome: { owner_id: d.owner_id, pool_id: d.pool_id, rule: d.rule_id, strategy: d.strategy }, reasons: d.reasons, candidates: d.candidates });
  });
  const written = await createRows(tx, "lead", items.map((i) => i.row));
  const notices: Notice[] = [];
  written.forEach((w, i) => {
    const item = items[i] as Item;
    if (w.refused) return refuse(tx, item, w.refused);
    Object.assign(item, { lead: w.row, object: "lead", record_id: w.row.id, outcome: "created" });
    if (w.row.owner_id && tx.cause.kind !== "seed") notices.push({ person_id: w.row.owner_id as string, kind: "lead_assigned", object: "lead", record_id: w.row.id as string, facts: { lead: w.row.name ?? w.row.company } });
  });
  await notify(tx, tx.cause.kind === "import" ? summed(notices) : notices);
}

/** A row of an import that the rules of leads refuse fails alone; at other doors the whole call does, and is split. */
function refuse(tx: Ctx, item: Item, refused: Refusal): void {
  if (tx.cause.kind !== "import") throw refused;
  item.outcome = "failed";
  item.reasons.push({ code: refused.code, facts: refused.facts });
}

/**
 * The stored leads that this batch merges into, locked before it writes anything: behind its writes the answer would keep it waiting.
 * Throws Outdated where one is not there any more.
 */
async function lockSurvivors(tx: Ctx, items: readonly Item[]): Promise<Map<string, Row>> {
  const stored = items.flatMap(({ decision }) => (decision?.outcome === "merge" && "id" in decision.into ? [decision.into.id] : []));
  if (stored.length === 0) return new Map();
  const catalogue = await catalog.get(tx.house);
  const rows = await lockRows(tx, catalogue.object("lead"), catalogue, [...new Set(stored)]);
  if (stored.some((id) => !rows.has(id))) throw new Outdated("a lead to merge into is gone");
  return rows;
}

async function mergeLeads(tx: Ctx, all: readonly Item[], items: readonly Item[], survivors: ReadonlyMap<string, Row>): Promise<void> {
  if (items.length === 0) return;
  const into = new Map<Item, string>();
  for (const item of items) {
    const found = record(item.decision as MatchDecision);
    if (!found) throw new Error("a merge points to no lead");
    into.set(item, found.id);
  }
  const rows = new Map(survivors);
  for (const { outcome, lead } of all) if (outcome === "created" && lead) rows.set(lead.id as string, lead);
  const changes = new Map<string, Row>();
  const rules = await survivorshipOf(tx.house);
  for (const item of items) {
    const id = into.get(item) as string;
    const survivor = { ...rows.get(id), ...changes.get(id) };
    const merged = mergeValues(survivor, item.row, rules);
    changes.set(id, { ...changes.get(id), ...merged.changes });
    item.reasons.push(...merged.reasons);
    Object.assign(item, { outcome: "merged", object: "lead", record_id: id });
  }
  const written = await updateRows(tx, "lead", [...changes].map(([id, c]) => ({ id, changes: c })), rows);
  const after = new Map(written.flatMap((w) => (w.row ? [[w.row.id as string, w.row] as const] : [])));
  const notices: Notice[] = [];
  for (const item of items) {
    item.lead = after.get(item.record_id as string) ?? rows.get(item.record_id as string) ?? null;
    const owner = item.lead?.owner_id;
    const fromBatch = all.some((other) => other.outcome === "created" && other.record_id === item.record_id);
    if (typeof owner === "string" && !fromBatch) notices.push({ person_id: owner, kind: "lead_came_again", object: "lead", record_id: item.record_id as string, facts: { lead: item.lead?.name ?? item.lead?.company ?? null } });
  }
  await notify(tx, tx.cause.kind === "import" ? [] : notices);
}

/** Kept and linked, not worked. */
async function keepDuplicates(tx: Ctx, _all: readonly Item[], items: readonly Item[]): Promise<void> {
  const rows = items.map((item) => {
    const found = record(item.decision as MatchDecision);
    return { ...item.row, owner_id: null, pool_id: null, stage: "disqualified", disqualify_reason: "duplicate", duplicate_of: found?.object === "lead" ? found.id : null };
  });
  const written = await createRows(tx, "lead", rows);
  written.forEach((w, i) => {
    if (w.refused) throw w.refused;
    Object.assign(items[i] as Item, { lead: w.row, object: "lead", record_id: w.row.id, outcome: "duplicate" });
  });
}

/** A known customer asks again: an activity on the account or contact, and its owner is told. */
async function attach(tx: Ctx, _all: readonly Item[], items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  const people = await directory.get(tx.house);
  const targets = items.map((item) => record(item.decision as MatchDecision) as { object: string; id: string });
  const owners = new Map<string, string | null>();
  for (const object of ["lead", "account", "contact"]) {
    const ids = targets.filter((t) => t.object === object).map((t) => t.id);
    if (ids.length === 0) continue;
    const { rows } = await sql<{ id: string; owner_id: string | null }>`select id, owner_id from ${sql.raw(`crm."${object}"`)} where id = any(${ids}::uuid[])`.execute(tx.db);
    for (const r of rows) owners.set(r.id, r.owner_id);
  }
  const activities = items.map((item, i) => {
    const target = targets[i] as { object: string; id: string };
    const owner = owners.get(target.id) ?? null;
    return {
      kind: "note", direction: "in", happened_at: tx.now.toISOString(), owner_id: owner, [`${target.object}_id`]: target.id,
      summary: [item.row.name, item.row.company, item.row.need].filter((v) => typeof v === "string").join(" · ") || null,
    } satisfies Row;
  });
  await createRows(tx, "activity", activities);
  const notices: Notice[] = [];
  items.forEach((item, i) => {
    const target = targets[i] as { object: string; id: string };
    const owner = owners.get(target.id) ?? null;
    Object.assign(item, { outcome: "attached", object: target.object, record_id: target.id });
    if (owner && people.people.has(owner)) notices.push({ person_id: owner, kind: "customer_came_again", object: target.object, record_id: target.id, facts: { lead: item.row.name ?? item.row.company ?? null } });
  });
  await notify(tx, notices);
}
