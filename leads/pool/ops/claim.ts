import { refusal } from "../../../core/refusal.ts";
import { AlreadyOwned, NotInPool } from "../refusals.ts";
import { verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";

const OnlyPeople = refusal("only_people", 403, { zh: "只有人员可以领取线索", en: "Only a person can claim leads" });

/** Takes leads from the pool for oneself; of any number of concurrent claims of one lead exactly one succeeds. */
export const [claimLead, claimLeads] = leadVerb({
  verb: "claim",
  title: { zh: "领取", en: "Claim" },
  extra: {},
  run(ctx, ids) {
    const me = ctx.actor.id;
    if (ctx.actor.kind !== "person" || me === null) throw OnlyPeople();
    return verb(ctx, ids, (row) => (row.owner_id !== null ? AlreadyOwned() : row.pool_id === null ? NotInPool() : { owner_id: me }));
  },
});
