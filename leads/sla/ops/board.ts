import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { type Directory, directory, ownersInScope } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { op } from "../../../core/op.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { present } from "../../../core/records/present.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { invalidField } from "../../../core/refusal.ts";
import { CLOCK_STEPS } from "../policy.ts";
import { STORED, type StoredClock } from "../stored.ts";
import { ClockOut, shownClocks } from "./shown_clock.ts";

const SOON_MINUTES = 60;

const LeadOut = z.object({
  id: z.uuid(), name: z.unknown(), company: z.unknown(), score: z.unknown(), grade: z.unknown(), stage: z.unknown(), owner_id: z.unknown(), version: z.unknown(), abilities: z.array(z.string()),
});
const PersonOut = z.object({
  id: z.uuid(), name: z.string(), team_id: z.uuid().nullable(), team: z.string().nullable(),
  late: z.number(), soon: z.number(), running: z.number(), paused: z.number(), next_due_at: z.string().nullable(),
});

interface Asked {
  /** People whose clocks are asked for; null: everybody's. */
  owners: readonly string[] | null;
  steps: readonly string[];
  where: RawBuilder<unknown>;
}

/** The clocks that run now within the caller's scope, in order of due time, the late ones first, then those that stand still; with counts a person. */
export const slaBoard = op({
  name: "sla.board",
  title: { zh: "时限看板", en: "SLA board" },
  needs: "sla:read",
  http: { method: "GET", path: "/sla/board" },
  input: z.strictObject({
    team_id: z.uuid().optional(), owner_id: z.uuid().optional(), step: z.enum(CLOCK_STEPS).optional(), grade: z.enum(["A", "B", "C", "D"]).optional(),
    /** late: past due; running: not past due; paused: standing still. */
    show: z.enum(["all", "late", "running", "paused"]).default("all"),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.object({
    now: z.string(), items: z.array(z.object({ clock: ClockOut, lead: LeadOut })), more: z.boolean(),
    counts: z.object({ late: z.number(), soon: z.number(), running: z.number(), paused: z.number() }),
    people: z.array(PersonOut),
  }),
  async run(ctx, input) {
    const people = await directory.get(ctx.house);
    const view = await viewOf(ctx, "lead");
    if (input.grade && !view.schema.field("lead", "grade")) throw invalidField("grade", { zh: "您不能查看分级", en: "You may not see grades" });
    const asked: Asked = {
      owners: ownersAsked(ctx, people, input), steps: input.step ? [input.step] : CLOCK_STEPS,
      where: sql.join([sql`true`, ...(input.step ? [sql`c.step = ${input.step}`] : []), ...(input.grade ? [sql`left(c.grade, 1) = ${input.grade}`] : [])], sql` and `),
    };
    const [clocks, counts] = await Promise.all([clocksOf(ctx, asked, input.show, input.limit + 1), countsOf(ctx, asked)]);
    const kept = clocks.slice(0, input.limit);
    const rows = await visibleRows(view, [...new Set(kept.map((clock) => clock.lead_id))]);
    const leads = new Map((await present(view, rows)).map((lead) => [lead.id as string, lead]));
    const shown = await shownClocks(ctx, kept.filter((clock) => leads.has(clock.lead_id)));
    const sum = (key: "late" | "soon" | "running" | "paused") => counts.reduce((total, one) => total + one[key], 0);
    return {
      now: ctx.now.toISOString(), more: clocks.length > input.limit,
      items: shown.map((clock) => {
        const { id, name, company, score, grade, stage, owner_id, version, abilities } = leads.get(clock.lead_id) as Record<string, unknown> & { id: string; abilities: string[] };
        return { clock, lead: { id, name, company, score, grade, stage, owner_id, version, abilities } };
      }),
      counts: { late: sum("late"), soon: sum("soon"), running: sum("running"), paused: sum("paused") },
      people: counts.flatMap((one) => {
        const person = people.people.get(one.owner_id);
        return person ? [{ ...one, id: person.id, name: person.name, team_id: person.teamId, team: (person.teamId && people.teams.get(person.teamId)?.name) || null }] : [];
      }).map(({ owner_id: _, ...person }) => person),
    };
  },
});

function ownersAsked(ctx: Ctx, people: Directory, { team_id, owner_id }: { team_id?: string | undefined; owner_id?: string | undefined }): readonly string[] | null {
  if (team_id && !people.teams.has(team_id)) throw invalidField("team_id", { zh: "没有这个团队", en: "There is no such team" });
  const scope = ownersInScope(ctx.actor, "lead", people);
  const wanted = owner_id ? [owner_id] : team_id ? people.peopleUnder(team_id) : null;
  if (wanted === null) return scope;
  return wanted.filter((id) => (scope === null || scope.includes(id)) && (!team_id || people.peopleUnder(team_id).includes(id)));
}

/**
 * Clocks in order, one short walk along an index for each person or, for everybody, each step: cheap at any number of clocks.
 * Served by clock_running, clock_due, clock_paused.
 */
async function clocksOf(ctx: Ctx, { owners, steps, where }: Asked, show: string, most: number): Promise<StoredClock[]> {
  const now = sql`${ctx.now}::timestamptz`;
  const when = show === "late" ? sql`and c.due_at < ${now}` : show === "running" ? sql`and c.due_at >= ${now}` : sql``;
  const running = owners === null
    ? sql`unnest(${[...steps]}::text[]) s(step) cross join lateral (select * from clew.clock c where c.step = s.step and c.state = 'running' and ${where} ${when} order by c.due_at limit ${most}) c`
    : sql`unnest(${[...owners]}::uuid[]) o(id) cross join lateral (select * from clew.clock c where c.owner_id = o.id and c.state = 'running' and ${where} ${when} order by c.due_at limit ${most}) c`;
  const theirs = owners === null ? sql`` : sql`and c.owner_id = any(${[...owners]}::uuid[])`;
  const parts = [
    ...(show === "paused" ? [] : [sql`(select 0 as rank, ${STORED} from ${running} order by c.due_at limit ${most})`]),
    ...(show === "all" || show === "paused" ? [sql`(select 1 as rank, ${STORED} from clew.clock c where c.state = 'paused' ${theirs} and ${where} order by c.paused_at limit ${most})`] : []),
  ];
  const { rows } = await sql<StoredClock>`select * from (${sql.join(parts, sql` union all `)}) c order by c.rank, c.due_at, c.id limit ${most}`.execute(ctx.db);
  return rows;
}

interface Counted {
  owner_id: string;
  late: number;
  soon: number;
  running: number;
  paused: number;
  next_due_at: string | null;
}

/** Running clocks (late ones included), late, soon due and paused ones a person; those with most late ones first. */
async function countsOf(ctx: Ctx, { owners, where }: Asked): Promise<Counted[]> {
  const theirs = owners === null ? sql`` : sql`and c.owner_id = any(${[...owners]}::uuid[])`;
  const soon = new Date(ctx.now.getTime() + SOON_MINUTES * 60_000);
  const { rows } = await sql<Counted>`
    select owner_id, sum(late)::int as late, sum(soon)::int as soon, sum(running)::int as running, sum(paused)::int as paused, min(next_due_at) as next_due_at from (
      select c.owner_id, count(*) filter (where c.due_at < ${ctx.now}) as late, count(*) filter (where c.due_at >= ${ctx.now} and c.due_at < ${soon}) as soon, count(*) as running, 0 as paused,
        min(c.due_at) filter (where c.due_at >= ${ctx.now}) as next_due_at
      from clew.clock c where c.state = 'running' ${theirs} and ${where} group by c.owner_id
      union all
      select c.owner_id, 0, 0, 0, count(*), null from clew.clock c where c.state = 'paused' ${theirs} and ${where} group by c.owner_id) x
    where owner_id is not null group by owner_id order by late desc, soon desc, running desc, owner_id`.execute(ctx.db);
  return rows;
}
