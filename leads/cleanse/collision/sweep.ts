import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { deadline } from "./deadline.ts";
import { asked, managersOfBoth } from "./deciders.ts";
import { collisionSettingOf } from "./setting.ts";
import { keepSteps } from "./steps.ts";

interface Overdue {
  id: string;
  object: string;
  record_id: string;
  holder_id: string;
  claimant_id: string;
  decider_id: string | null;
  deciders: string[];
}

/** A collision nobody decided in time goes to the next manager above both, at last to those who may decide for everybody; once, however long nobody swept. */
export const sweepCollisions = sweep<Overdue>({
  name: "collision",
  async take(tx, most) {
    const { rows } = await sql<Overdue>`
      select id, object, record_id, holder_id, claimant_id, decider_id, deciders from clew.collision
      where fire_at <= ${tx.now} order by fire_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, overdue) {
    const [people, setting] = await Promise.all([directory.get(tx.house), collisionSettingOf(tx.house)]);
    const due = (await deadline(tx, setting)).toISOString();
    const moved = overdue.map((c) => {
      const next = managersOfBoth(people, c.holder_id, c.claimant_id).find((manager) => !c.deciders.includes(manager)) ?? null;
      // Nobody is left above those who may decide for everybody: they are reminded once more and it stays theirs.
      return { ...c, next, deciders: next ? [...c.deciders, next] : c.deciders, due_at: due, fire_at: next || c.decider_id ? due : null };
    });
    await sql`
      update clew.collision c set decider_id = x.next, deciders = x.deciders, due_at = x.due_at, fire_at = x.fire_at, level = level + 1
      from ${rowsOf(moved, { id: "uuid", next: "uuid", deciders: "uuid[]", due_at: "timestamptz", fire_at: "timestamptz" })} where c.id = x.id`.execute(tx.db);
    await keepSteps(tx, moved.map((c) => ({ collision_id: c.id, record_id: c.record_id, object: c.object, kind: "escalated" as const, by: null, facts: { from: c.decider_id, to: c.next } })));
    await notify(tx, moved.flatMap((c) => asked(people, c.next).map((person_id) => ({
      person_id, kind: "collision_escalated", object: "collision", record_id: c.id, facts: { holder: people.people.get(c.holder_id)?.name, claimant: people.people.get(c.claimant_id)?.name },
    }))));
  },
});
