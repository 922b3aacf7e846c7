import { sql } from "kysely";
import { directory, ownersInScope } from "../../../core/access/directory.ts";
import type { Actor, Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { emit } from "../../../core/records/history.ts";
import { NotFound, refusal, type Text } from "../../../core/refusal.ts";
import type { GiveLeads } from "./give.ts";

export const HANDOVER_KINDS = ["reroute", "leaver", "leave"] as const;
export type HandoverKind = (typeof HANDOVER_KINDS)[number];
export const HANDED = ["lead", "account", "contact", "opportunity", "task"] as const;
/** In this order: tasks follow their leads, and what hangs on an account goes with it. */
export type Handed = (typeof HANDED)[number];

/** Records other than leads go to a person, or are split evenly; what hangs on an account stays with it. */
export type GivePeople = { by: "person"; id: string } | { by: "even"; ids: string[] };

export interface HandoverPlan {
  lead?: GiveLeads;
  account?: GivePeople;
  contact?: GivePeople;
  opportunity?: GivePeople;
  task?: GivePeople;
  /** Who takes the place of whoever leaves in what they were for others, and which places those were. */
  roles?: { by: "person"; id: string; of?: { kind: "team" | "pool" | "leave"; id: string; name: string; shared?: boolean }[] };
  /** The person was switched off with the hand-over. */
  deactivate?: boolean;
}

/** Many records given to others at once, as stored. */
export interface Handover {
  id: string;
  kind: HandoverKind;
  person_id: string | null;
  leave_id: string | null;
  plan: HandoverPlan;
  /** Who acts, with the rights held when it began. */
  actor: Actor;
  created_by: string | null;
  created_at: string;
  status: "running" | "done" | "failed" | "undoing" | "undone";
  total: number;
  done: number;
  policy_version: number | null;
  problem: { code: string; text: Text } | null;
  finished_at: string | null;
}

export const COLUMNS = sql.raw("id, kind, person_id, leave_id, plan, actor, created_by, created_at, status, total, done, policy_version, problem, finished_at");

export const NotFinished = refusal("handover_not_finished", 409, { zh: "这次转移尚未完成，或已撤销", en: "This has not finished yet, or was undone" });

/** Handovers an actor may see: all with the widest scope, else those that somebody of their scope began. */
export async function seen(ctx: Ctx): Promise<string[] | null> {
  if (ctx.actor.kind === "system") return null;
  return ownersInScope(ctx.actor, "lead", await directory.get(ctx.house));
}

/** One handover the actor may see; refuses `not_found`. `lock` keeps others from changing it until the transaction ends. */
export async function handoverOf(ctx: Ctx, id: string, lock = false): Promise<Handover> {
  const by = await seen(ctx);
  const { rows } = await sql<Handover>`
    select ${COLUMNS} from clew.handover where id = ${id} ${by ? sql`and created_by = any(${by}::uuid[])` : sql``} ${lock ? sql`for update` : sql``}`.execute(ctx.db);
  if (!rows[0]) throw NotFound({ handover: id });
  return rows[0];
}

export interface HandoverItem {
  n: number;
  object: Handed;
  record_id: string;
  state: "waiting" | "moved" | "kept" | "refused" | "back" | "stayed";
  before: Row | null;
  after: Row | null;
}

/** Tells everybody who watches that it has moved on. */
export async function tellHandover(tx: Ctx, { id, created_by }: Pick<Handover, "id" | "created_by">): Promise<void> {
  await emit(tx, "handover.progress", "lead", [id], [{ owner_id: created_by }]);
}
