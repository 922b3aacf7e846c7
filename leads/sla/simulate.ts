import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { difference, leadsToReplay, type Replay, type Weighed } from "../replay.ts";
import { foresee, type Foreseen } from "./foresee.ts";
import { hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import type { SlaPolicy } from "./policy.ts";
import { compileReplay, type Replayed, type Tally } from "./replay/clocks.ts";
import { factsOf } from "./replay/facts.ts";

const CHUNK = 2_000;

interface Kept {
  id: string | null;
  name: string;
  before: Tally;
  after: Tally;
}

interface SlaTrial {
  /** Clocks met, missed and running in all, and by person, team and source. */
  clocks: { before: Tally; after: Tally; person: Kept[]; team: Kept[]; source: Kept[] };
  /** What publishing would do to the clocks that run now. */
  running: Foreseen;
}

/**
 * Replays the leads of the last days through the draft and through the policy in force with what really happened to them: who held them
 * when, their activities, stages and pauses. Says which clocks would have been met, missed or still run, and which running clocks a
 * publish would move. Writes nothing.
 */
export async function simulateSla(ctx: Ctx, draft: SlaPolicy, run: SimulationRun): Promise<Simulated & SlaTrial> {
  const published = (await publishedPolicies.get(ctx.house)).get("sla")?.body as SlaPolicy;
  const asked = [draft, published].flatMap((policy) => policy.clocks.flatMap((clock) => filterFields(clock.when)));
  const replayed = await leadsToReplay(ctx, run, ["grade", "assigned_at", "first_response_at", "accepted_at", ...asked]);
  const [organisation, teams, people] = await Promise.all([organisationCalendar.get(ctx.house), teamCalendars.get(ctx.house), directory.get(ctx.house)]);
  const hours = (owner: string, since: Date) => hoursOf({ organisation, teams }, people, owner, since);
  const [before, after] = [compileReplay(published, replayed.view.env, hours), compileReplay(draft, replayed.view.env, hours)];
  const replays: Replay[] = [];
  for (let i = 0; i < replayed.rows.length; i += CHUNK) {
    const rows = replayed.rows.slice(i, i + CHUNK);
    const facts = await factsOf(ctx, rows);
    for (const row of rows) {
      const own = facts.get(row.id as string)!;
      const owner = own.stays.at(-1)?.owner_id ?? null;
      replays.push({ row, before: weighed(before(row, own), owner), after: weighed(after(row, own), owner) });
    }
    run.progress(replays.length, replayed.rows.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const teamOf = (owner: string | null) => (owner ? (people.people.get(owner)?.teamId ?? null) : null);
  return {
    ...(await difference(ctx, replayed, replays, { zh: "超时的时限", en: "missed clocks" })),
    clocks: {
      before: total(replays, "before"), after: total(replays, "after"),
      person: kept(replays, ({ after: { owner_id } }) => owner_id, (id) => people.people.get(id)?.name ?? ""),
      team: kept(replays, ({ after: { owner_id } }) => teamOf(owner_id), (id) => people.teams.get(id)?.name ?? ""),
      source: kept(replays, ({ row }) => (row.source as string | null) ?? null, (id) => id),
    },
    running: await foresee(ctx, { policy: draft }),
  };
}

const weighed = ({ reasons, ...tally }: Replayed, owner_id: string | null): Weighed => ({ outcome: { ...tally }, reasons, counted: tally.missed, owner_id });

const tallyOf = (side: Weighed): Tally => side.outcome as unknown as Tally;

function total(replays: readonly Replay[], side: "before" | "after"): Tally {
  const sum: Tally = { met: 0, missed: 0, running: 0 };
  for (const replay of replays) for (const key of ["met", "missed", "running"] as const) sum[key] += tallyOf(replay[side])[key];
  return sum;
}

function kept(replays: readonly Replay[], by: (replay: Replay) => string | null, name: (id: string) => string): Kept[] {
  return [...Map.groupBy(replays, by)]
    .map(([id, own]): Kept => ({ id, name: id === null ? "" : name(id), before: total(own, "before"), after: total(own, "after") }))
    .filter(({ before, after }) => [before, after].some(({ met, missed, running }) => met + missed + running > 0))
    .sort((a, b) => b.after.missed - a.after.missed || b.after.met - a.after.met);
}
