import { sql } from "kysely";
import { directory, ownersInScope } from "../core/access/directory.ts";
import type { Ctx } from "../core/ctx.ts";
import type { StandardObject, Write } from "../core/objects/standard.ts";
import { refusal } from "../core/refusal.ts";
import { followUp } from "./pool/follow_up.ts";
import { scoreActivities } from "./score/on_write.ts";
import { defaultReminder, keepReminders } from "./tasks/reminders.ts";
import { activityObject, taskObject } from "./work.object.ts";

/** Clocks of machines differ a little; anything further ahead has not happened. */
const AHEAD_MS = 5 * 60_000;

export const InFuture = refusal("activity_in_future", 400, { zh: "跟进记录的时间不能晚于现在", en: "An activity cannot have happened in the future" });

const OwnerFixed = refusal("activity_owner_fixed", 409, { zh: "跟进记录属于实际跟进的人，不能改到他人名下", en: "An activity belongs to whoever did it and cannot be put down to somebody else" });

const OwnerBeyondScope = refusal("activity_owner_beyond_scope", 403, { zh: "此密钥只能把跟进记录记在其数据范围内的人名下", en: "This key may put activities down only to people within its scope" });

/** What was done belongs to whoever did it, has happened, and moves its lead on. */
export const activityRules: StandardObject = {
  def: activityObject,
  about: true,
  async beforeWrite(tx, writes) {
    const within = tx.actor.kind === "key" ? ownersInScope(tx.actor, "activity", await directory.get(tx.house)) : null;
    const latest = new Date(tx.now.getTime() + AHEAD_MS).toISOString();
    return writes.map((write) => {
      ownedByActor(tx, write);
      if (ownerGiven(tx, write)) return OwnerFixed();
      if (within && write.before === null && tx.cause.event === undefined && !within.includes(String(write.after.owner_id))) return OwnerBeyondScope();
      return String(write.after.happened_at) > latest && write.before?.happened_at !== write.after.happened_at ? InFuture() : null;
    });
  },
  async afterWrite(tx, writes) {
    await followUp(tx, writes);
    await scoreActivities(tx, writes);
  },
};

/** Through plain editing nobody puts an activity down to somebody else; an integration names whose it is when it brings one. */
function ownerGiven(tx: Ctx, { before, after }: Write): boolean {
  if (tx.cause.event !== undefined || tx.actor.kind === "system") return false;
  if (before !== null) return before.owner_id !== after.owner_id;
  return tx.actor.kind === "person" && after.owner_id !== tx.actor.id;
}

/** A task has an owner and reminds them once. */
export const taskRules: StandardObject = {
  def: taskObject,
  about: true,
  async purge(tx, ids) {
    await sql`delete from clew.reminder where task_id = any(${ids}::uuid[])`.execute(tx.db);
    return [];
  },
  async beforeWrite(tx, writes) {
    for (const write of writes) {
      ownedByActor(tx, write);
      defaultReminder(tx, write);
    }
    return [];
  },
  afterWrite: keepReminders,
};

function ownedByActor(tx: Ctx, { before, after }: Write): void {
  if (before === null && tx.actor.kind === "person") after.owner_id ??= tx.actor.id;
}
