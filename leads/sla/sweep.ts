import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { onItsWay } from "../../core/db/transaction.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { type Notice, notify } from "../../core/notifications/notify.ts";
import { dueSteps, LEAVE_STEP } from "./clock.ts";
import { groupsOf } from "./groups.ts";
import { raise } from "./raise.ts";
import type { StoredStep } from "./stored.ts";

export interface DueClock {
  id: string;
  lead_id: string;
  clock: string;
  step: string;
  owner_id: string | null;
  policy_version: number;
  due_at: string;
  steps: StoredStep[];
  fired: number;
  name: string | null;
  company: string | null;
}

/** What a missed clock does to its lead: hands it on, or takes it back. `onLeave`: because its owner is away. */
export interface Escalation {
  clock: DueClock;
  do: "reassign" | "return_to_pool";
  onLeave: boolean;
  late: boolean;
}

/** Given by whoever knows how leads are routed. */
export interface Escalate {
  /** Locks what has to be locked before any clock. */
  before(tx: Ctx): Promise<void>;
  /** Carries escalations out, in the same transaction; their leads are locked. */
  escalate(tx: Ctx, escalations: readonly Escalation[]): Promise<void>;
}

interface Told {
  clock: DueClock;
  fired: number;
  notices: Notice[];
  urgent: boolean;
  escalation: Escalation | null;
}

/** Fires the steps of clocks whose time has come, each exactly once; what comes late after downtime says so. */
export const clockSweep = ({ before, escalate }: Escalate) => sweep<DueClock>({
  name: "sla",
  async take(tx, most) {
    const { rows: due } = await sql`select 1 from clew.clock where state = 'running' and fire_at <= ${tx.now} limit 1`.execute(tx.db);
    if (due.length === 0) return [];
    await before(tx);
    const { rows } = await sql<DueClock>`
      select c.id, c.lead_id, c.clock, c.step, c.owner_id, c.policy_version, c.due_at, c.steps, c.fired, l.name, l.company from clew.clock c left join crm.lead l on l.id = c.lead_id
      where c.state = 'running' and c.fire_at <= ${tx.now} order by c.fire_at limit ${most} for update of c skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, clocks) {
    const people = await directory.get(tx.house);
    const members = groupsOf(people);
    const all = clocks.map((clock) => tell(tx, people, members, clock));
    const free = await lockLeads(tx, all.flatMap(({ escalation }) => (escalation ? [escalation.clock.lead_id] : [])));
    // A lead somebody is writing at this moment is escalated with the next round: whoever writes it may be waiting for this clock.
    const told = all.filter(({ escalation }) => !escalation || free.has(escalation.clock.lead_id));
    const moved = told.map(({ clock, fired }) => {
      // Without a step at the due time the breach itself still has its moment.
      const next = clock.steps[fired]?.at ?? (new Date(clock.due_at) > tx.now ? clock.due_at : null);
      return { id: clock.id, fired, fire_at: next, breached: new Date(clock.due_at) <= tx.now };
    });
    // The notices are made ready while the clocks are written.
    await onItsWay(tx, sql`
      update clew.clock c set fired = x.fired, fire_at = x.fire_at, breached_at = case when x.breached then coalesce(c.breached_at, c.due_at) else c.breached_at end
      from ${rowsOf(moved, { id: "uuid", fired: "int", fire_at: "timestamptz", breached: "boolean" })} where c.id = x.id`.execute(tx.db));
    await notify(tx, told.flatMap(({ notices }) => notices));
    await raise(tx, told.flatMap(({ clock, urgent }) => (urgent ? [clock] : [])));
    const escalations = told.flatMap(({ escalation }) => escalation ?? []);
    if (escalations.length > 0) await escalate(tx, escalations);
  },
});

/** What the steps of one clock say whose time has come. */
function tell(tx: Ctx, people: Directory, members: ReturnType<typeof groupsOf>, clock: DueClock): Told {
  const due = dueSteps({ steps: clock.steps.slice(clock.fired).map((step) => ({ ...step, at: new Date(step.at) })) }, tx.now);
  const told: Told = { clock, fired: clock.fired + due.length, notices: [], urgent: false, escalation: null };
  const owner = clock.owner_id;
  for (const step of due) {
    const facts = { lead: clock.name ?? clock.company, due_at: clock.due_at, step: step.id, clock: clock.step, late: step.late };
    const about = { object: "lead", record_id: clock.lead_id };
    const ofOwner = { ...facts, owner: people.people.get(owner ?? "")?.name };
    if (step.do === "notify_owner" && owner) told.notices.push({ person_id: owner, kind: "sla_warning", ...about, facts });
    const manager = step.do === "notify_manager" && owner ? people.managerOf(owner) : null;
    if (manager) told.notices.push({ person_id: manager, kind: "sla_breach", ...about, facts: ofOwner });
    if (step.do === "notify_group") {
      const { ids, name } = members(step.to);
      for (const person_id of ids) told.notices.push({ person_id, kind: "sla_breach", ...about, facts: { ...ofOwner, group: name, members: ids.length } });
    }
    if (step.do === "raise_priority") told.urgent = true;
    // Of several that fall due together after downtime, the last has the say.
    if (step.do === "reassign" || step.do === "return_to_pool") told.escalation = { clock, do: step.do, onLeave: step.id === LEAVE_STEP, late: step.late };
  }
  return told;
}

async function lockLeads(tx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select id from crm.lead where id = any(${ids}::uuid[]) order by id for update skip locked`.execute(tx.db);
  return new Set(rows.map((row) => row.id));
}
