import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { refusal } from "../../../core/refusal.ts";
import { poolsOf } from "../membership.ts";
import { AlreadyOwned, NotInPool } from "../refusals.ts";
import { verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";

const OnlyPeople = refusal("only_people", 403, { zh: "只有人员可以领取线索", en: "Only a person can claim leads" });

/** Takes leads from the pool for oneself; of any number of concurrent claims of one lead exactly one succeeds. */
export const [claimLead, claimLeads] = leadVerb({
  verb: "claim",
  title: { zh: "领取", en: "Claim" },
  extra: {},
  async run(ctx, ids) {
    const me = ctx.actor.id;
    if (ctx.actor.kind !== "person" || me === null) throw OnlyPeople();
    const done = await verb(ctx, ids, (row) => (row.owner_id !== null ? AlreadyOwned() : row.pool_id === null ? NotInPool() : { owner_id: me }));
    const unseen = done.filter((d) => d.refused?.code === "not_found").map((d) => d.id);
    const lost = unseen.length > 0 ? await lately(ctx, unseen) : new Set();
    return done.map((d) => (lost.has(d.id) ? { id: d.id, refused: AlreadyOwned() } : d));
  },
});

/** Leads that lay in one of the caller's pools within a day: whoever lost the race for one is told so, not that it never was. */
async function lately(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const mine = (await poolsOf(ctx)).map((p) => p.id);
  const { rows } = await sql<{ lead_id: string }>`
    select distinct h.lead_id from clew.hold h join crm.lead l on l.id = h.lead_id and l.owner_id is not null
    where h.lead_id = any(${ids}::uuid[]) and h.pool_id = any(${mine}::uuid[]) and h.to_at > ${new Date(ctx.now.getTime() - 86_400_000)}`.execute(ctx.db);
  return new Set(rows.map((r) => r.lead_id));
}
