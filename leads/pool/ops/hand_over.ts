import { z } from "zod";
import { directory, ownersInScope } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { invalidField, refusal } from "../../../core/refusal.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { AlreadyOwned } from "../refusals.ts";
import { verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";
import { LeadClosed } from "./release.ts";

const NotOwned = refusal("not_owned", 409, { zh: "这条线索还没有负责人，请改用分配", en: "Nobody owns this lead yet; assign it instead" });
const OutsideTeam = refusal("outside_team", 403, { zh: "只能分配给自己团队的人员", en: "You can only hand leads to people of your own teams" });
const to = { owner_id: z.uuid(), note: z.string().trim().max(500).optional() };

/** Refuses people the actor may not give leads to: nobody, or outside their scope. */
async function mayReceive(ctx: Ctx, id: string): Promise<void> {
  const people = await directory.get(ctx.house);
  if (!people.people.has(id)) throw invalidField("owner_id", { zh: "没有这个人员", en: "There is no such person" });
  const scope = ownersInScope(ctx.actor, "lead", people);
  if (scope !== null && !scope.includes(id)) throw OutsideTeam();
}

/** Gives leads without owner their first one. */
export const [assignLead, assignLeads] = leadVerb({
  verb: "assign",
  title: { zh: "分配", en: "Assign" },
  extra: to,
  async run(ctx, ids, { owner_id, note }) {
    await mayReceive(ctx, owner_id);
    return verb(ctx, ids, (row) => (CLOSED_STAGES.has(String(row.stage)) ? LeadClosed() : row.owner_id !== null ? AlreadyOwned() : { owner_id }), note);
  },
});

/** Changes the owner of leads. */
export const [transferLead, transferLeads] = leadVerb({
  verb: "transfer",
  title: { zh: "转移", en: "Transfer" },
  extra: to,
  async run(ctx, ids, { owner_id, note }) {
    await mayReceive(ctx, owner_id);
    return verb(ctx, ids, (row) => (row.owner_id === null ? NotOwned() : { owner_id }), note);
  },
});
