import { sql } from "kysely";
import { z } from "zod";
import { breather } from "../../core/breathe.ts";
import { type Directory, directory, ownersInScope } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { visibleRows } from "../../core/records/find.ts";
import { present } from "../../core/records/present.ts";
import { viewOf } from "../../core/records/viewer.ts";
import type { Text } from "../../core/refusal.ts";
import { LEAVE_STEP } from "./clock.ts";
import { type Calendars, hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import { CLOCK_STEPS, type SlaPolicy } from "./policy.ts";
import { compileReview, policyVersions } from "./review_clock.ts";
import type { StoredClock } from "./stored.ts";

/** Most clocks a preview computes: those due last, which are the ones a change still moves. */
const MOST = 20_000;
const EXAMPLES = 12;
const MOST_PEOPLE = 100;

const TextOut = z.object({ zh: z.string(), en: z.string() });

/** What a change of rules or hours would do to the clocks that run now. */
export const ForeseenOut = z.object({
  /** Clocks looked at that run or stand still, and whether there are more. */
  clocks: z.number(), limited: z.boolean(),
  moved: z.number(), earlier: z.number(), later: z.number(),
  /** Late at once by the change, though not late now. */
  breached: z.number(),
  /** No longer late by the change. */
  rescued: z.number(),
  /** Clocks that no rule would hold any more. */
  withdrawn: z.number(),
  /** Clocks whose lead would be handed on because its owner is away. */
  handed_on: z.number(),
  /** Whose clocks they are, those with most first. */
  people: z.array(z.object({ id: z.uuid(), name: z.string(), moved: z.number(), earlier: z.number(), later: z.number(), breached: z.number(), withdrawn: z.number() })),
  examples: z.array(z.object({ lead_id: z.uuid(), lead: z.string(), owner: z.string().nullable(), clock: TextOut, from: z.string(), to: z.string().nullable() })),
});
export type Foreseen = z.input<typeof ForeseenOut>;

interface Change {
  policy?: SlaPolicy;
  calendars?: Calendars;
  /** Everybody with other leave than now. */
  people?: Directory;
  /** The people whose clocks it can touch; absent: everybody. */
  owners?: readonly string[];
}

/** Computes the clocks that the actor may see by other rules or hours, and says which would move; writes nothing. */
export async function foresee(ctx: Ctx, change: Change): Promise<Foreseen> {
  const [organisation, teams, people, policies] = await Promise.all([organisationCalendar.get(ctx.house), teamCalendars.get(ctx.house), directory.get(ctx.house), publishedPolicies.get(ctx.house)]);
  const current = policies.get("sla") as { body: SlaPolicy; version: number };
  const published = change.policy ? { body: change.policy, version: -1 } : current;
  const calendars = change.calendars ?? { organisation, teams };
  const scope = ownersInScope(ctx.actor, "lead", people);
  const owners = change.owners ? change.owners.filter((id) => scope === null || scope.includes(id)) : scope;
  const columns = sql.raw(`c.id, c.lead_id, c.clock, c.step, c.owner_id, c.grade, c.policy_version, c.started_at, c.due_at, c.state, c.paused_at, c.pause, c.pauses, 0 as fired, case when c.steps @> '[{"id": "leave"}]' then c.steps else '[]'::jsonb end as steps, '[]'::jsonb as reasons, c.fire_at`);
  const theirs = owners === null ? sql`` : sql`and c.owner_id = any(${owners}::uuid[])`;
  // Served by clock_due, step by step, or by clock_running of the people asked for; and by clock_paused.
  const { rows } = await sql<StoredClock>`
    select * from (
      (select ${columns} from unnest(${[...CLOCK_STEPS]}::text[]) s(step) cross join lateral (
        select * from clew.clock c where c.step = s.step and c.state = 'running' ${theirs} order by c.due_at desc limit ${MOST + 1}) c)
      union all (select ${columns} from clew.clock c where c.state = 'paused' ${theirs} limit ${MOST + 1})) c
    order by c.due_at desc limit ${MOST + 1}`.execute(ctx.db);
  const clocks = rows.slice(0, MOST);
  const view = await viewOf(ctx, "lead");
  const leads = change.policy ? await leadsOf(ctx, change.policy, clocks.map((clock) => clock.lead_id), view.all.fields("lead")) : new Map<string, Row>();
  const decide = compileReview(published, await policyVersions(ctx, clocks.map((clock) => clock.policy_version)), view.env);
  const now = ctx.now.toISOString();
  const moves: Move[] = [];
  let handed_on = 0;
  const breathe = breather();
  for (const clock of clocks) {
    const next = decide(clock, leads.get(clock.lead_id) ?? {}, hoursOf(calendars, change.people ?? people, clock.owner_id, new Date(clock.started_at)), ctx.now);
    if (next?.state !== "cancelled" && next?.steps.some(({ id }) => id === LEAVE_STEP) && !clock.steps.some(({ id }) => id === LEAVE_STEP)) handed_on++;
    const to = next === null ? clock.due_at : next.state === "cancelled" ? null : next.due_at;
    if (to !== clock.due_at) moves.push({ clock, to });
    await breathe();
  }
  const names = new Map<string, Text>([...current.body.clocks, ...published.body.clocks].map((rule) => [rule.id, rule.name]));
  const some = moves.slice(-EXAMPLES).reverse();
  const shown = new Map((await present(view, await visibleRows(view, some.map(({ clock }) => clock.lead_id)))).map((row) => [row.id, String(row.name ?? row.company ?? "")]));
  const byPerson = [...Map.groupBy(moves.filter(({ clock }) => clock.owner_id), ({ clock }) => clock.owner_id as string)];
  return {
    clocks: clocks.length, limited: rows.length > MOST, ...sum(moves, now), handed_on,
    people: byPerson.map(([id, own]) => ({ id, name: people.people.get(id)?.name ?? "", ...sum(own, now) })).sort((a, b) => b.moved + b.withdrawn - a.moved - a.withdrawn).slice(0, MOST_PEOPLE),
    examples: some.filter(({ clock }) => shown.has(clock.lead_id)).map(({ clock, to }) => ({
      lead_id: clock.lead_id, lead: shown.get(clock.lead_id) ?? "", owner: people.people.get(clock.owner_id ?? "")?.name ?? null,
      clock: names.get(clock.clock) ?? { zh: clock.clock, en: clock.clock }, from: clock.due_at, to,
    })),
  };
}

interface Move {
  clock: StoredClock;
  /** The new due time; null: no rule holds the clock any more. */
  to: string | null;
}

function sum(moves: readonly Move[], now: string) {
  const count = (test: (from: string, to: string) => boolean): number => moves.filter(({ clock, to }) => to !== null && test(clock.due_at, to)).length;
  return {
    moved: count(() => true), withdrawn: moves.filter(({ to }) => to === null).length, earlier: count((from, to) => to < from), later: count((from, to) => to > from),
    breached: count((from, to) => from > now && to <= now), rescued: count((from, to) => from <= now && to > now),
  };
}

/** What the filters of a policy ask of the leads of clocks; for decisions, never for output. */
async function leadsOf(ctx: Ctx, policy: SlaPolicy, ids: readonly string[], known: ReadonlyMap<string, FieldDef>): Promise<Map<string, Row>> {
  const keys = new Set(["id", "stage", "grade", "owner_id", ...policy.clocks.flatMap((clock) => filterFields(clock.when))]);
  const columns = [...keys].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const { rows } = await sql<Row>`select ${columnList(columns, "t.")} from ${table("lead")} t where t.id = any(${ids}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id as string, row]));
}
