import { sql } from "kysely";
import { z } from "zod";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { op } from "../../core/op.ts";
import { dayOf } from "../tasks/day.ts";

const Member = z.object({
  id: z.uuid(), name: z.string(), team: z.string().nullable(),
  /** Leads held now that count against the cap, and the cap; null: none. */
  held: z.number(), cap: z.number().nullable(),
  /** Response clocks that run, those past their time, and the next due time. */
  running: z.number(), overdue: z.number(), next_due_at: z.string().nullable(),
  /** Open leads with no next step. */
  no_next_step: z.number(),
  logged_today: z.number(), assigned_today: z.number(),
  /** End of the leave that runs now. */
  on_leave_until: z.string().nullable(),
  /** Who covers the leave that runs now: a person or team by name, "" for the rules; null: nobody. */
  covered_by: z.string().nullable(),
  /** Leads not accepted in time in the last 30 days. */
  missed_30: z.number(),
});

interface Counts {
  id: string;
  held: number;
  running: number;
  overdue: number;
  next_due_at: string | null;
  no_next_step: number;
  logged_today: number;
  assigned_today: number;
  missed_30: number;
}

/** How the people of one's teams stand now: who holds how much, whose clocks run out, who is away. Those with overdue clocks first. */
export const teamBoard = op({
  name: "work.team",
  title: { zh: "团队看板", en: "Team board" },
  needs: "lead:transfer",
  http: { method: "GET", path: "/team" },
  input: z.strictObject({}),
  output: z.object({ items: z.array(Member) }),
  async run(ctx) {
    const people = await directory.get(ctx.house);
    const scope = ownersInScope(ctx.actor, "lead", people);
    const shown = [...people.people.values()].filter((person) => person.status === "active" && (scope === null || scope.includes(person.id)));
    const counts = await countsOf(ctx, shown.map((person) => person.id));
    const now = ctx.now.toISOString();
    const items = shown.map(({ id, name, teamId, capOpen, leave }) => {
      const own = counts.get(id);
      const away = leave.find((each) => each.from <= now && now < each.to);
      return {
        id, name, team: (teamId ? people.teams.get(teamId)?.name : undefined) ?? null, cap: capOpen, held: own?.held ?? 0, running: own?.running ?? 0, overdue: own?.overdue ?? 0, next_due_at: own?.next_due_at ?? null,
        no_next_step: own?.no_next_step ?? 0, logged_today: own?.logged_today ?? 0, assigned_today: own?.assigned_today ?? 0, on_leave_until: away?.to ?? null, missed_30: own?.missed_30 ?? 0,
        covered_by: !away?.cover ? null : away.cover.to === "policy" ? "" : ((away.cover.to === "team" ? people.teams : people.people).get(away.cover.id)?.name ?? null),
      };
    });
    return { items: items.sort((a, b) => b.overdue - a.overdue || b.held - a.held || a.name.localeCompare(b.name, "zh")) };
  },
});

/** Every count for all of them in one statement, each part by the index of its owner. */
async function countsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Counts>> {
  const day = dayOf(ctx);
  const { rows } = await sql<Counts>`
    select p.id, coalesce(l.held, 0) as held, coalesce(c.running, 0) as running, coalesce(c.overdue, 0) as overdue, c.next_due_at, coalesce(n.open, 0) as no_next_step, coalesce(a.logged, 0) as logged_today, coalesce(h.assigned, 0) as assigned_today, coalesce(o.missed, 0) as missed_30
    from unnest(${ids}::uuid[]) p(id)
    left join clew.load l on l.person_id = p.id
    left join lateral (select count(*) as running, count(*) filter (where due_at < ${day.now}) as overdue, min(due_at) filter (where due_at >= ${day.now}) as next_due_at from clew.clock where owner_id = p.id and state = 'running') c on true
    left join lateral (select count(*) as open from crm.lead where owner_id = p.id and next_step_at is null and stage not in ('converted', 'disqualified')) n on true
    left join lateral (select count(*) as logged from crm.activity where owner_id = p.id and happened_at >= ${day.from} and happened_at < ${day.to}) a on true
    left join lateral (select count(distinct lead_id) as assigned from clew.hold where owner_id = p.id and from_at >= ${day.from} and from_at < ${day.to}) h on true
    left join lateral (select count(*) as missed from clew.route_offer where owner_id = p.id and outcome = 'missed' and ended_at >= ${day.now}::timestamptz - interval '30 days') o on true`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}
