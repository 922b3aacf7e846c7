import { sql } from "kysely";
import { z } from "zod";
import { directory } from "../core/access/directory.ts";
import { requireNeed } from "../core/access/rights.ts";
import type { Ctx } from "../core/ctx.ts";
import { filterFields } from "../core/language/filter/parse.ts";
import type { Filter, Row } from "../core/language/types.ts";
import { standardObjects } from "../core/objects/standard.ts";
import { op } from "../core/op.ts";
import { type Receipt, receiptsOf } from "../core/policies/decision.ts";
import { publishedPolicy } from "../core/policies/published.ts";
import { findRow } from "../core/records/find.ts";
import { ObjectKey } from "../core/records/ops/shapes.ts";
import { filterEnv, viewOf } from "../core/records/viewer.ts";
import type { Text } from "../core/refusal.ts";
import { mergedFrom } from "./cleanse/merge/merged_into.ts";
import { leadWords } from "./lead.words.ts";
import { recycleFacts } from "./pool/facts.ts";
import { poolPolicy } from "./pool/kind.ts";
import { recycleAt } from "./pool/recycle.ts";
import { firedReasons } from "./sla/fired.ts";
import type { StoredStep } from "./sla/stored.ts";
import { slaReason } from "./sla/words.ts";
import { shadeReasons } from "./score/predict/receipt.ts";

const ReasonOut = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
const Sentences = z.array(z.object({ zh: z.string(), en: z.string() }));
const ReceiptOut = z.object({
  id: z.uuid(), at: z.string(), kind: z.string(), version: z.number(), outcome: z.record(z.string(), z.unknown()), reasons: z.array(ReasonOut), cause: z.record(z.string(), z.unknown()), explain: Sentences,
  candidates: z.array(z.object({ id: z.string(), name: z.string().nullable(), outcome: z.string(), reasons: z.array(ReasonOut), explain: Sentences })),
});

/** Why a record is where it is: every decision about it with the version that made it, its response clocks, and when it would go back to a pool. */
export const recordReceipts = op({
  name: "record.receipts",
  title: { zh: "决策依据", en: "Receipts" },
  needs: (input) => `${input.object}:read`,
  http: { method: "GET", path: "/records/:object/:id/receipts" },
  input: z.strictObject({ object: ObjectKey, id: z.uuid(), limit: z.coerce.number().int().min(1).max(200).default(100) }),
  output: z.object({ items: z.array(ReceiptOut) }),
  async run(ctx, { object, id, limit }) {
    requireNeed(ctx.actor, "decision:read");
    const view = await viewOf(ctx, object);
    const row = await findRow(view, id);
    const own = row.id as string;
    const ids = [own, ...(object === "lead" ? await mergedFrom(ctx, own) : [])];
    const [shaded] = (await standardObjects(ctx.house).get(object)?.shade?.(ctx, [row])) ?? [];
    const parts = await Promise.all([receiptsOf(ctx, object, ids, limit), ...(object === "lead" ? [clocksOf(ctx, ids, limit), standing(ctx, row)] : [])]);
    const receipts = parts.flat().sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id)).slice(0, limit);
    const [words, rules] = await Promise.all([leadWords(ctx), ruleNames(ctx, receipts)]);
    return {
      items: receipts.map((receipt) => {
        const ofVersion = rules.get(`${receipt.kind} ${receipt.version}`);
        const told = (reasons: Receipt["reasons"]) => {
          const readable = shadeReasons(reasons, (field) => view.schema.field(object, field) !== undefined).filter(({ facts }) => !tellsHidden(facts, ofVersion, shaded));
          return words.say(receipt.kind, readable, namesOf(ofVersion));
        };
        return { ...receipt, ...told(receipt.reasons), candidates: (receipt.candidates ?? []).map((c) => ({ ...c, name: words.named(c.id) ?? null, ...told(c.reasons) })) };
      }),
    };
  },
});

/** Response clocks as verdicts of the SLA policy that started them. */
async function clocksOf(ctx: Ctx, leads: readonly string[], limit: number): Promise<Receipt[]> {
  const { rows } = await sql<{ id: string; clock: string; owner_id: string | null; policy_version: number; started_at: string; due_at: string; stopped_at: string | null; state: string; reasons: Receipt["reasons"]; steps: StoredStep[]; fired: number; own_seconds: number | null }>`
    select id, clock, owner_id, policy_version, started_at, due_at, stopped_at, state, reasons, steps, fired, own_seconds from clew.clock where lead_id = any(${leads}::uuid[]) order by started_at desc limit ${limit}`.execute(ctx.db);
  const { roles } = await directory.get(ctx.house);
  return rows.map((r) => ({
    id: r.id, at: r.started_at, kind: "sla", version: r.policy_version, cause: {}, reasons: [...r.reasons, ...firedReasons(r.steps, r.fired, roles), ...(r.own_seconds === null ? [] : [slaReason("took", { minutes: Math.round(r.own_seconds / 60) })])],
    outcome: { clock: r.clock, owner_id: r.owner_id, due_at: r.due_at, state: r.state, stopped_at: r.stopped_at, own_seconds: r.own_seconds },
  }));
}

/** When the lead would go back by the rules published now, and why: every owned lead has an answer. */
async function standing(ctx: Ctx, row: Row): Promise<Receipt[]> {
  const [{ body, version }, env] = await Promise.all([publishedPolicy(ctx.house, poolPolicy), filterEnv(ctx)]);
  const { at, rule_id, to_pool, warn_at, because } = recycleAt(body, recycleFacts(row, env.timeZone), env);
  const outcome = { recycle_at: at?.toISOString() ?? null, rule: rule_id, to_pool, warn_at: warn_at.map((moment) => moment.toISOString()), protected_until: row.protected_until ?? null };
  return [{ id: row.id as string, at: ctx.now.toISOString(), kind: "pool", version, cause: {}, outcome, reasons: because }];
}

/** What a policy version says of a rule, group or clock: its name, and the fields its condition looks at. */
interface Part {
  name: Text;
  fields: string[];
}

/** "kind version" → id of a rule, group or clock → what that version says of it. */
async function ruleNames(ctx: Ctx, receipts: readonly Receipt[]): Promise<Map<string, Map<string, Part>>> {
  const wanted = [...new Map(receipts.map((r) => [`${r.kind} ${r.version}`, { kind: r.kind, version: r.version }])).values()];
  const { rows } = await sql<{ kind: string; version: number; body: unknown }>`
    select p.kind, p.version, p.body from json_to_recordset(${JSON.stringify(wanted)}::json) as x(kind text, version int) join clew.policy p on p.kind = x.kind and p.version = x.version`.execute(ctx.db);
  return new Map(rows.map(({ kind, version, body }) => [`${kind} ${version}`, collect(body, new Map())]));
}

function collect(part: unknown, into: Map<string, Part>): Map<string, Part> {
  if (typeof part !== "object" || part === null) return into;
  const { id, name, when } = part as { id?: unknown; name?: unknown; when?: Filter };
  if (typeof id === "string" && typeof name === "object" && name !== null) into.set(id, { name: name as Text, fields: when ? filterFields(when) : [] });
  for (const inner of Object.values(part)) collect(inner, into);
  return into;
}

const partOf = (facts: Record<string, unknown>, parts: ReadonlyMap<string, Part> | undefined): Part | undefined =>
  [facts.rule, facts.clock, facts.group].map((id) => (typeof id === "string" ? parts?.get(id) : undefined)).find((found) => found !== undefined);

const namesOf = (parts: ReadonlyMap<string, Part> | undefined): ReadonlyMap<string, Text> => new Map([...(parts ?? [])].map(([id, { name }]) => [id, name]));

/** Whether a reason lets on what a field hidden on this record holds: that a rule about it applied. */
function tellsHidden(facts: Record<string, unknown>, parts: ReadonlyMap<string, Part> | undefined, shaded: ReadonlySet<string> | null | undefined): boolean {
  return shaded ? (partOf(facts, parts)?.fields.some((field) => shaded.has(field.split(".")[0] ?? "")) ?? false) : false;
}
