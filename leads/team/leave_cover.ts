import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Cover } from "../../core/access/people/cover.ts";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { beginHandover } from "../route/reroute/begin.ts";
import { HANDED, type HandoverItem, type HandoverPlan } from "../route/reroute/stored.ts";
import { giveBack } from "../route/reroute/undo.ts";

interface DueLeave {
  id: string;
  person_id: string;
  from_at: string;
  to_at: string;
  cover: Cover;
  comes_back: boolean;
  state: "waiting" | "covered";
}

/** When a leave with a cover begins, what is open or due in it goes to the cover; when it ends, what the cover still holds comes back. */
export const sweepLeaves = sweep<DueLeave>({
  name: "leave",
  async take(tx, most) {
    const { rows } = await sql<DueLeave>`
      select id, person_id, from_at, to_at, cover, comes_back, state from clew.leave where fire_at <= ${tx.now} order by fire_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, leaves) {
    const people = await directory.get(tx.house);
    const next = [];
    for (const leave of leaves) {
      const over = new Date(leave.to_at) <= tx.now;
      if (leave.state === "covered") await comeBack(tx, leave);
      // A leave that began and ended while nobody swept has nothing left to cover.
      else if (!over) await goAway(tx, leave, people);
      const ended = over || leave.state === "covered";
      next.push({ id: leave.id, state: ended ? "over" : "covered", fire_at: ended ? null : leave.to_at });
    }
    await sql`update clew.leave l set state = x.state, fire_at = x.fire_at from ${rowsOf(next, { id: "uuid", state: "text", fire_at: "timestamptz" })} where l.id = x.id`.execute(tx.db);
    await directory.changed(tx);
  },
});

/** Leads that wait for their first answer or have a next step in the leave, and tasks due in it. */
async function goAway(tx: Ctx, { id, person_id, from_at, to_at, cover }: DueLeave, people: Directory): Promise<void> {
  const plan = planOf(tx, cover, person_id, people);
  const lead = await idsOf(tx, sql`
    select id from crm.lead where owner_id = ${person_id} and stage not in ('converted', 'disqualified')
      and (response_due_at is not null or (next_step_at >= ${from_at} and next_step_at < ${to_at})) order by created_at, id`);
  const task = plan.task ? await idsOf(tx, sql`select id from crm.task where owner_id = ${person_id} and done_at is null and due_at >= ${from_at} and due_at < ${to_at} order by due_at, id`) : [];
  await beginHandover(tx, { kind: "leave", person_id, leave_id: id, created_by: person_id, plan, records: { lead: plan.lead ? lead : [], task } });
}

/** To whom leads and tasks go; a team's members in turn, the rules for leads and the manager for tasks. */
function planOf(tx: Ctx, cover: Cover, person: string, people: Directory): HandoverPlan {
  if (cover.to === "person") return { lead: { by: "person", id: cover.id }, task: { by: "person", id: cover.id } };
  if (cover.to === "policy") {
    const manager = people.managerOf(person);
    return { lead: { by: "policy" }, ...(manager ? { task: { by: "person", id: manager } } : {}) };
  }
  const now = tx.now.toISOString();
  const ids = people.peopleUnder(cover.id).filter((id) => {
    const one = people.people.get(id);
    return id !== person && one?.status === "active" && !one.leave.some((leave) => leave.from <= now && now < leave.to);
  });
  return ids.length > 0 ? { lead: { by: "even", ids }, task: { by: "even", ids } } : {};
}

async function comeBack(tx: Ctx, { id, comes_back }: DueLeave): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from clew.handover where leave_id = ${id} and status in ('done', 'running') for update`.execute(tx.db);
  for (const handover of comes_back ? rows : []) {
    const { rows: moved } = await sql<HandoverItem>`
      select n, object, record_id, state, before, after from clew.handover_item where handover_id = ${handover.id} and state = 'moved' order by n`.execute(tx.db);
    for (const object of HANDED) {
      const items = moved.filter((item) => item.object === object);
      if (items.length === 0) continue;
      // Work done by the cover is no reason to keep a lead: it was done for whoever comes back.
      const results = await giveBack({ ...tx, cause: { kind: "rule", id: handover.id, event: "leave.back" } }, handover, object, items, true);
      await sql`update clew.handover_item i set state = x.state from ${rowsOf(results, { n: "int", state: "text" })} where i.handover_id = ${handover.id} and i.n = x.n`.execute(tx.db);
    }
    await sql`update clew.handover set status = 'undone', beat_at = null where id = ${handover.id}`.execute(tx.db);
  }
}

async function idsOf(tx: Ctx, question: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${question}`.execute(tx.db);
  return rows.map((row) => row.id);
}
