import { z } from "zod";
import { refusal } from "../../../core/refusal.ts";
import { DEFAULT_POOL } from "../../campaign.object.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { NotInPool } from "../refusals.ts";
import { verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";

export const LeadClosed = refusal("lead_closed", 409, { zh: "线索已转化或已判无效", en: "The lead is converted or disqualified" });

/** Gives leads back to the pool, with a reason. */
export const [releaseLead, releaseLeads] = leadVerb({
  verb: "release",
  title: { zh: "退回公海", en: "Release" },
  extra: { reason: z.string().trim().min(1).max(500), pool_id: z.uuid().optional() },
  run: (ctx, ids, { reason, pool_id }) =>
    verb(ctx, ids, (row) => {
      if (CLOSED_STAGES.has(String(row.stage))) return LeadClosed();
      return row.owner_id === null ? NotInPool() : { owner_id: null, pool_id: pool_id ?? DEFAULT_POOL, stage: "new", next_step_at: null, next_step: null };
    }, reason),
});
