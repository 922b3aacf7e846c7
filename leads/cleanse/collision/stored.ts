import { type RawBuilder, sql } from "kysely";
import { type Directory, ownersInScope } from "../../../core/access/directory.ts";
import { can, scopeOf } from "../../../core/access/rights.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { NotFound } from "../../../core/refusal.ts";
import { directory } from "../../../core/access/directory.ts";
import { managersOfBoth } from "./deciders.ts";
import type { Claim, Proposal, Side } from "./propose.ts";

export type Verdict = Side | "split";

export interface Collision {
  id: string;
  object: string;
  record_id: string;
  rival_id: string | null;
  holder_id: string;
  claimant_id: string;
  how: "arrival" | "conversion" | "claim";
  asked: Record<string, unknown>;
  opened_at: string;
  state: "open" | "decided" | "appealed" | "final" | "withdrawn";
  frozen: boolean;
  holder: Claim;
  claimant: Claim;
  proposal: Proposal;
  decider_id: string | null;
  deciders: string[];
  level: number;
  due_at: string | null;
  verdict: Verdict | null;
  share: number | null;
  note: string | null;
  decided_at: string | null;
  decided_by: string | null;
  appeal_until: string | null;
  appealed_by: string | null;
}

export const COLLISION_COLUMNS = sql.raw(
  "c.id, c.object, c.record_id, c.rival_id, c.holder_id, c.claimant_id, c.how, c.asked, c.opened_at, c.state, c.frozen, c.holder, c.claimant, c.proposal, c.decider_id, c.deciders, c.level, c.due_at, c.verdict, c.share, c.note, c.decided_at, c.decided_by, c.appeal_until, c.appealed_by",
);

/** What limits collision `c` to those the actor may know of: one of the two is in their scope, or they were asked to decide. */
export async function involved(ctx: Ctx): Promise<RawBuilder<unknown>> {
  const people = await directory.get(ctx.house);
  const scope = ownersInScope(ctx.actor, "lead", people);
  if (scope === null) return sql`true`;
  return sql`(c.holder_id = any(${scope}::uuid[]) or c.claimant_id = any(${scope}::uuid[]) or ${ctx.actor.id}::uuid = any(c.deciders))`;
}

/** One collision the actor may know of, locked until the transaction ends. */
export async function lockCollision(tx: Ctx, id: string): Promise<Collision> {
  const { rows } = await sql<Collision>`select ${COLLISION_COLUMNS} from clew.collision c where c.id = ${id} and ${await involved(tx)} for update of c`.execute(tx.db);
  if (!rows[0]) throw NotFound({ object: "collision", id });
  return rows[0];
}

/** What somebody is to a collision, and what they may do about it. */
export interface Standing {
  side: Side | null;
  /** Sees both sides whole. */
  judge: boolean;
  abilities: ("evidence" | "decide" | "appeal" | "withdraw")[];
}

/** The loser of a verdict; both after a split. */
function lost(collision: Collision, side: Side): boolean {
  return collision.verdict === "split" || (collision.verdict !== null && collision.verdict !== side);
}

/** Pure: what the actor may do with a collision at this moment. */
export function standing(ctx: Ctx, people: Directory, collision: Collision): Standing {
  const { actor, now } = ctx;
  const side: Side | null = actor.id === null ? null : actor.id === collision.holder_id ? "holder" : actor.id === collision.claimant_id ? "claimant" : null;
  const all = scopeOf(actor, "lead") === "all";
  const above = actor.id !== null && (collision.deciders.includes(actor.id) || managersOfBoth(people, collision.holder_id, collision.claimant_id).includes(actor.id));
  const judge = side === null && (all || above);
  const abilities: Standing["abilities"] = [];
  // Who was asked first may not decide the appeal against their own verdict.
  const again = collision.state === "appealed" && collision.decided_by === actor.id && collision.decider_id !== actor.id && !all;
  if (collision.frozen && judge && !again && can(actor, "collision:decide")) abilities.push("decide");
  if (collision.frozen && (side !== null || abilities.includes("decide"))) abilities.push("evidence");
  if (collision.state === "decided" && side !== null && lost(collision, side) && collision.appealed_by === null && collision.appeal_until !== null && new Date(collision.appeal_until) > now) abilities.push("appeal");
  if (collision.state === "open" && side === "claimant") abilities.push("withdraw");
  return { side, judge, abilities };
}
