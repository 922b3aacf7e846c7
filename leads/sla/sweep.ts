import { sql } from "kysely";
import { v7 } from "uuid";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { type Notice, notify } from "../../core/notifications/notify.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { LATE_AFTER_SECONDS } from "./clock.ts";
import type { ClockAction } from "./policy.ts";

interface DueClock {
  id: string;
  lead_id: string;
  owner_id: string | null;
  due_at: string;
  steps: { id: string; at: string; do: ClockAction }[];
  fired: number;
  name: string | null;
  company: string | null;
}

/** Fires the steps of response clocks whose time has come, each exactly once; what comes late after downtime says so. */
export const sweepClocks = sweep<DueClock>({
  name: "sla",
  async take(tx, most) {
    const { rows } = await sql<DueClock>`
      select c.id, c.lead_id, c.owner_id, c.due_at, c.steps, c.fired, l.name, l.company from clew.clock c left join crm.lead l on l.id = c.lead_id
      where c.state = 'running' and c.fire_at <= ${tx.now} order by c.fire_at limit ${most} for update of c skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, clocks) {
    const people = await directory.get(tx.house);
    const notices: Notice[] = [];
    const urgent: DueClock[] = [];
    const back: string[] = [];
    const moved = clocks.map((clock) => {
      const due = clock.steps.slice(clock.fired).filter((step) => new Date(step.at) <= tx.now);
      for (const step of due) {
        const late = tx.now.getTime() - new Date(step.at).getTime() > LATE_AFTER_SECONDS * 1_000;
        const facts = { lead: clock.name ?? clock.company, due_at: clock.due_at, step: step.id, late };
        const about = { object: "lead", record_id: clock.lead_id, facts };
        if (step.do === "notify_owner" && clock.owner_id) notices.push({ person_id: clock.owner_id, kind: "sla_warning", ...about });
        const manager = clock.owner_id ? people.managerOf(clock.owner_id) : null;
        if (step.do === "notify_manager" && manager) notices.push({ person_id: manager, kind: "sla_breach", ...about, facts: { ...facts, owner: people.people.get(clock.owner_id ?? "")?.name } });
        if (step.do === "raise_priority") urgent.push(clock);
        if (step.do === "return_to_pool") back.push(clock.lead_id);
      }
      const fired = clock.fired + due.length;
      // Without a step at the due time the breach itself still has its moment.
      const next = clock.steps[fired]?.at ?? (new Date(clock.due_at) > tx.now ? clock.due_at : null);
      return { id: clock.id, fired, fire_at: next, breached: new Date(clock.due_at) <= tx.now };
    });
    await sql`
      update clew.clock c set fired = x.fired, fire_at = x.fire_at, breached_at = case when x.breached then coalesce(c.breached_at, c.due_at) else c.breached_at end
      from ${rowsOf(moved, { id: "uuid", fired: "int", fire_at: "timestamptz", breached: "boolean" })} where c.id = x.id`.execute(tx.db);
    await notify(tx, notices);
    await raise(tx, urgent);
    if (back.length > 0) await updateRows(tx, "lead", back.map((id) => ({ id, changes: { owner_id: null, pool_id: DEFAULT_POOL, stage: "new" } })));
  },
});

/** Puts the overdue lead on its owner's list as an urgent task. */
async function raise(tx: Ctx, clocks: readonly DueClock[]): Promise<void> {
  const tasks = clocks.filter((c) => c.owner_id).map((c) => ({
    id: v7(), title: `尽快联系 ${c.name ?? c.company ?? ""}`.trim(), priority: "high", due_at: tx.now.toISOString(), owner_id: c.owner_id, lead_id: c.lead_id,
  }));
  await createRows({ ...tx, cause: { ...tx.cause, event: "task.raised" } }, "task", tasks);
}
