import { z } from "zod";
import { refusal } from "../../../core/refusal.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { pools } from "../membership.ts";
import { NoSuchPool, NotInPool } from "../refusals.ts";
import { homeOf } from "../rules_of.ts";
import { verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";

export const LeadClosed = refusal("lead_closed", 409, { zh: "线索已转化或已判无效", en: "The lead is converted or disqualified" });

/** Gives leads back with a reason: to the pool they came from, or another one. */
export const [releaseLead, releaseLeads] = leadVerb({
  verb: "release",
  title: { zh: "退回公海", en: "Release" },
  extra: { reason: z.string().trim().min(1).max(500), pool_id: z.uuid().optional() },
  async run(ctx, ids, { reason, pool_id }) {
    if (pool_id && !(await pools.get(ctx.house)).some((pool) => pool.id === pool_id)) throw NoSuchPool();
    return verb(ctx, ids, (row) => {
      if (CLOSED_STAGES.has(String(row.stage))) return LeadClosed();
      return row.owner_id === null ? NotInPool() : { owner_id: null, pool_id: pool_id ?? homeOf(row), stage: "new" };
    }, reason);
  },
});
