import { z } from "zod";
import type { Ctx } from "../../core/ctx.ts";
import { op } from "../../core/op.ts";
import { findOne } from "../../core/records/find.ts";
import { RecordOut } from "../../core/records/ops/shapes.ts";
import { Refusal } from "../../core/refusal.ts";
import { convert } from "./convert.ts";
import { batchOrEach, PerId, refusedItem } from "./each.ts";
import type { Converted, Wish } from "./shapes.ts";
import { unconvert } from "./unconvert.ts";

const Words = z.string().trim().min(1).max(300);
const Opportunity = z.strictObject({ name: Words.optional(), amount: z.number().nullish(), close_date: z.iso.date().nullish(), stage: z.string().max(48).optional() });
const Done = { conversion_id: z.uuid(), account_id: z.uuid(), contact_id: z.uuid().nullable(), opportunity_id: z.uuid().nullable(), created: z.array(z.string()) };
const ById = z.strictObject({ id: z.uuid() });
const ByIds = z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) });

/** Turns a lead into account, contact and opportunity in one transaction, matching existing ones first. The lead stays, converted and linked. */
export const convertLead = op({
  name: "lead.convert",
  title: { zh: "转化线索", en: "Convert a lead" },
  needs: "lead:convert",
  http: { method: "POST", path: "/leads/:id/convert" },
  input: ById.extend({
    account: z.strictObject({ id: z.uuid().optional(), name: Words.optional() }).optional(),
    contact: z.strictObject({ id: z.uuid().optional(), name: Words.optional(), phone: z.string().max(40).optional(), email: z.string().max(254).optional(), wechat: z.string().max(100).optional(), job_title: Words.optional() }).optional(),
    opportunity: Opportunity.nullish(),
  }),
  output: z.object({ id: z.uuid(), ...Done, lead: RecordOut }),
  async run(ctx, wish) {
    const [answer] = await batchOrEach(ctx, [wish as Wish], convert);
    if (answer instanceof Refusal) throw answer;
    return { ...(answer as Converted), lead: await findOne(ctx, "lead", wish.id) };
  },
});

/** The same for many leads, each with the defaults; `opportunity: null` makes none. */
export const convertLeads = op({
  name: "lead.convert_many",
  title: { zh: "批量转化", en: "Convert leads" },
  needs: "lead:convert",
  http: { method: "POST", path: "/leads/convert" },
  input: ByIds.extend({ opportunity: z.strictObject({ stage: z.string().max(48).optional(), close_date: z.iso.date().optional() }).nullish() }),
  output: PerId(Done),
  async run(ctx, { ids, opportunity }) {
    const wishes = [...new Set(ids)].map((id): Wish => ({ id, ...(opportunity === undefined ? {} : { opportunity }) }));
    const answers = await batchOrEach(ctx, wishes, convert);
    return {
      items: answers.map((answer, i) => (answer instanceof Refusal ? refusedItem(ctx, wishes[i]?.id as string, answer) : { ok: true as const, ...answer })),
      done: answers.filter((answer) => !(answer instanceof Refusal)).length,
    };
  },
});

/** Takes a conversion back while nothing was built on it: what it created goes to the recycle bin, the lead returns to its stage and owner. */
export const unconvertLead = op({
  name: "lead.unconvert",
  title: { zh: "撤销转化", en: "Undo a conversion" },
  needs: "lead:convert",
  http: { method: "POST", path: "/leads/:id/unconvert" },
  input: ById,
  output: RecordOut,
  async run(ctx, { id }) {
    const [refused] = await undo(ctx, [id]);
    if (refused) throw refused;
    return findOne(ctx, "lead", id);
  },
});

export const unconvertLeads = op({
  name: "lead.unconvert_many",
  title: { zh: "批量撤销转化", en: "Undo conversions" },
  needs: "lead:convert",
  http: { method: "POST", path: "/leads/unconvert" },
  input: ByIds,
  output: PerId({}),
  async run(ctx, { ids }) {
    const each = [...new Set(ids)];
    const refusals = await undo(ctx, each);
    return { items: each.map((id, i) => (refusals[i] ? refusedItem(ctx, id, refusals[i]) : { id, ok: true as const })), done: refusals.filter((refused) => refused === null).length };
  },
});

const undo = (ctx: Ctx, ids: readonly string[]): Promise<(Refusal | null)[]> => batchOrEach<string, null>(ctx, ids, unconvert);
