import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { updateRows } from "../../core/records/write.ts";
import { type Calendars, hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import type { SlaPolicy } from "./policy.ts";
import { compileReview, policyVersions } from "./review_clock.ts";
import { saveClocks, STORED, type StoredClock } from "./stored.ts";

/** What somebody's working time is made of, as one text. */
function signatureOf(calendars: Calendars, people: Directory, person: string): string {
  return createHash("sha256").update(JSON.stringify(hoursOf(calendars, people, person, new Date(0)))).digest("base64");
}

const seen = (ctx: Ctx) => ctx.house.keep<{ of: unknown[] }>("sla.hours-seen", () => ({ of: [] }));

/**
 * Notices whose working time has changed, whatever changed it (calendar, leave, team, time zone), and puts their clocks up for review.
 * Costs nothing while the caches of this process are the same as at the last look.
 */
export const sweepHours = sweep<{ person_id: string; signature: string }>({
  name: "sla.hours",
  async take(tx) {
    const of = await Promise.all([organisationCalendar.get(tx.house), teamCalendars.get(tx.house), directory.get(tx.house)]);
    const last = seen(tx);
    if (of.every((each, i) => each === last.of[i])) return [];
    const [organisation, teams, people] = await Promise.all([organisationCalendar.fresh(tx), teamCalendars.fresh(tx), directory.fresh(tx)]);
    const { rows } = await sql<{ person_id: string; signature: string }>`select person_id, signature from clew.working_hours`.execute(tx.db);
    const known = new Map(rows.map((row) => [row.person_id, row.signature]));
    const now = [...people.people.keys()].map((person_id) => ({ person_id, signature: signatureOf({ organisation, teams }, people, person_id) }));
    last.of = of;
    return now.filter(({ person_id, signature }) => known.get(person_id) !== signature);
  },
  async fire(tx, people) {
    try {
      await sql`
        insert into clew.working_hours (person_id, signature) select person_id, signature from ${rowsOf(people, { person_id: "uuid", signature: "text" })}
        on conflict (person_id) do update set signature = excluded.signature`.execute(tx.db);
      await sql`
        insert into clew.clock_review (owner_id) select person_id from ${rowsOf(people, { person_id: "uuid" })} order by 1
        on conflict (owner_id) do update set after = excluded.after`.execute(tx.db);
    } catch (error) {
      seen(tx).of = [];
      throw error;
    }
  },
});

interface Turn {
  owner_id: string;
  id: string | null;
}

/** Computes running and paused clocks again, person by person, after a change of policy, calendar or leave; an interrupted review goes on where it stood. */
export const sweepReviews = sweep<Turn>({
  name: "sla.review",
  async take(tx, most) {
    const { rows } = await sql<Turn>`
      with r as (select owner_id, after from clew.clock_review order by owner_id limit ${most} for update skip locked)
      select r.owner_id, c.id from r left join lateral (
        select id from clew.clock where owner_id = r.owner_id and state in ('running', 'paused') and id > r.after order by id limit ${most}) c on true
      order by r.owner_id, c.id limit ${most}`.execute(tx.db);
    return rows;
  },
  async fire(tx, turns) {
    const waiting = await review(tx, turns.flatMap(({ id }) => id ?? []));
    const last = turns.at(-1) as Turn;
    const finished = new Set(turns.map(({ owner_id }) => owner_id));
    // A full batch may have stopped in the middle of somebody's clocks.
    if (turns.length >= MOST && last.id !== null) finished.delete(last.owner_id);
    for (const owner of waiting) finished.delete(owner);
    await sql`delete from clew.clock_review where owner_id = any(${[...finished]}::uuid[])`.execute(tx.db);
    if (!finished.has(last.owner_id) && last.id !== null && !waiting.has(last.owner_id)) await sql`update clew.clock_review set after = ${last.id} where owner_id = ${last.owner_id}`.execute(tx.db);
  },
});

/** The size of a sweep's batch; see core/jobs/sweep.ts. */
const MOST = 1_000;

/** Reviews clocks by id; answers the owners of those whose lead is being written at this moment, to be looked at again. */
async function review(tx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const waiting = new Set<string>();
  if (ids.length === 0) return waiting;
  const all = await catalog.get(tx.house);
  // The queue of changes may be quicker than the news that what this process has cached is no longer in force.
  const published = (await publishedPolicies.fresh(tx)).get("sla") as { body: SlaPolicy; version: number };
  const [organisation, teams, people] = await Promise.all([organisationCalendar.fresh(tx), teamCalendars.fresh(tx), directory.fresh(tx)]);
  const fields = new Set(["id", "version", "stage", "grade", "owner_id", "first_response_at", ...published.body.clocks.flatMap((clock) => filterFields(clock.when))]);
  const columns = [...fields].map((key) => all.fields("lead").get(key)).filter((field): field is FieldDef => field !== undefined);
  // Leads are locked before their clocks, as whoever writes a lead does; one that is being written waits for the next round.
  const { rows: leads } = await sql<Row>`
    select ${columnList(columns, "t.")} from ${table("lead")} t where t.id in (select lead_id from clew.clock where id = any(${ids}::uuid[])) order by t.id for update skip locked`.execute(tx.db);
  const byId = new Map(leads.map((row) => [row.id as string, row]));
  const { rows: clocks } = await sql<StoredClock>`
    select ${STORED} from clew.clock c where c.id = any(${ids}::uuid[]) and c.state in ('running', 'paused') order by c.id for update`.execute(tx.db);
  const free = clocks.filter((clock) => byId.has(clock.lead_id) || !waiting.add(clock.owner_id as string));
  const versions = await policyVersions(tx, free.map((clock) => clock.policy_version));
  const decide = compileReview(published, versions, await filterEnv(tx));
  const changed = free.flatMap((clock) => decide(clock, byId.get(clock.lead_id) as Row, hoursOf({ organisation, teams }, people, clock.owner_id, new Date(clock.started_at)), tx.now) ?? []);
  await saveClocks(tx, changed);
  const due = changed.filter((clock) => clock.step === "first_response").map((clock) => ({ id: clock.lead_id, changes: { response_due_at: clock.state === "running" ? clock.due_at : null } }));
  await updateRows({ ...tx, cause: { ...tx.cause, kind: "rule", event: "lead.clock_moved" } }, "lead", due);
  return waiting;
}
