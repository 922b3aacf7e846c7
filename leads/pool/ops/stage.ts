import { z } from "zod";
import { can } from "../../../core/access/rights.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { type Refusal, refusal } from "../../../core/refusal.ts";
import { CLOSED_STAGES, leadObject } from "../../lead.object.ts";
import { NotYours } from "../../timeline/refusals.ts";
import { verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";
import { LeadClosed } from "./release.ts";

const NotDisqualified = refusal("not_disqualified", 409, { zh: "线索未判无效", en: "The lead is not disqualified" });
const REASONS = (leadObject.fields.find((f) => f.key === "disqualify_reason")?.choices ?? []).map((c) => c.value);

/** A lead in a pool is closed or moved on only by those who hand leads out: nobody's lead is not everybody's. */
const notTheirs = (ctx: Ctx, row: Row): Refusal | null => (row.owner_id === null && !can(ctx.actor, "lead:assign") ? NotYours() : null);

/** Sales takes a marketing-qualified lead over (MQL → SAL). */
export const [acceptLead, acceptLeads] = leadVerb({
  verb: "accept",
  title: { zh: "接受", en: "Accept" },
  extra: {},
  run: (ctx, ids) => verb(ctx, ids, (row) => notTheirs(ctx, row) ?? (CLOSED_STAGES.has(String(row.stage)) ? LeadClosed() : { stage: "accepted", ...(row.qualified_at ? {} : { qualified_at: ctx.now.toISOString() }) })),
});

/** Closes leads as not useful, with the reason why. */
export const [disqualifyLead, disqualifyLeads] = leadVerb({
  verb: "disqualify",
  title: { zh: "判无效", en: "Disqualify" },
  extra: { reason: z.enum(REASONS as [string, ...string[]]), note: z.string().trim().max(500).optional() },
  run: (ctx, ids, { reason, note }) =>
    verb(ctx, ids, (row) => notTheirs(ctx, row) ?? (CLOSED_STAGES.has(String(row.stage)) ? LeadClosed() : { stage: "disqualified", disqualify_reason: reason, next_step_at: null, next_step: null }), note),
});

/** Takes a verdict of "not useful" back: the lead is its owner's again, or the pool's. */
export const [reopenLead, reopenLeads] = leadVerb({
  verb: "reopen",
  title: { zh: "恢复线索", en: "Reopen" },
  needs: "disqualify",
  extra: {},
  run: (ctx, ids) => verb(ctx, ids, (row) => notTheirs(ctx, row) ?? (row.stage === "disqualified" ? { stage: row.owner_id === null ? "new" : row.first_response_at ? "contacted" : "assigned", disqualify_reason: null } : NotDisqualified())),
});
