import { breather } from "../../core/breathe.ts";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { difference, leadsToReplay, type Replay, type Weighed } from "../replay.ts";
import type { Hours } from "./clock.ts";
import { foresee, type Foreseen } from "./foresee.ts";
import { type Calendars, hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import type { SlaPolicy } from "./policy.ts";
import { compileReplay, type Replayed, type Tally } from "./replay/clocks.ts";
import { FACTS_AT_ONCE, factsOf } from "./replay/facts.ts";

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
  const hours = hoursOnce({ organisation, teams }, people);
  const [before, after] = [compileReplay(published, replayed.view.env, hours), compileReplay(draft, replayed.view.env, hours)];
  const replays: Replay[] = [];
  const breathe = breather();
  for (let i = 0; i < replayed.rows.length; i += FACTS_AT_ONCE) {
    const rows = replayed.rows.slice(i, i + FACTS_AT_ONCE);
    const facts = await factsOf(ctx, rows);
    for (const row of rows) {
      const own = facts.get(row.id as string)!;
      const owner = own.stays.at(-1)?.owner_id ?? null;
      replays.push({ row, before: weighed(before(row, own), owner), after: weighed(after(row, own), owner) });
      await breathe();
    }
    run.progress(replays.length, replayed.rows.length);
  }
  await breathe();
  const teamOf = (owner: string | null) => (owner ? (people.people.get(owner)?.teamId ?? null) : null);
  const [person, team, source] = [new Sums((id) => people.people.get(id)?.name ?? ""), new Sums((id) => people.teams.get(id)?.name ?? ""), new Sums((id) => id)];
  const all = new Sums(() => "");
  for (const replay of replays) {
    const owner = replay.after.owner_id;
    person.add(owner, replay);
    team.add(teamOf(owner), replay);
    source.add(replayed.sourceOf(replay.row), replay);
    all.add(null, replay);
    await breathe();
  }
  const [{ before: was, after: is } = { before: NONE, after: NONE }] = all.list();
  return {
    ...(await difference(ctx, replayed, replays, { zh: "超时的时限", en: "missed clocks" })),
    clocks: { before: was, after: is, person: person.list(), team: team.list(), source: source.list() },
    running: await foresee(ctx, { policy: draft }),
  };
}

const weighed = ({ reasons, ...tally }: Replayed, owner_id: string | null): Weighed => ({ outcome: { ...tally }, reasons, counted: tally.missed, owner_id });

const tallyOf = (side: Weighed): Tally => side.outcome as unknown as Tally;

const NONE: Tally = { met: 0, missed: 0, running: 0 };

/** Clocks of both sides, summed by whatever they belong to. */
class Sums {
  readonly #of = new Map<string | null, Kept>();
  readonly #name: (id: string) => string;

  constructor(name: (id: string) => string) {
    this.#name = name;
  }

  add(id: string | null, replay: Replay): void {
    let sum = this.#of.get(id);
    if (!sum) this.#of.set(id, (sum = { id, name: id === null ? "" : this.#name(id), before: { ...NONE }, after: { ...NONE } }));
    for (const side of ["before", "after"] as const) {
      const tally = tallyOf(replay[side]);
      for (const key of ["met", "missed", "running"] as const) sum[side][key] += tally[key];
    }
  }

  list(): Kept[] {
    return [...this.#of.values()]
      .filter(({ before, after }) => [before, after].some(({ met, missed, running }) => met + missed + running > 0))
      .sort((a, b) => b.after.missed - a.after.missed || b.after.met - a.after.met);
  }
}

/** Hours of people, worked out once each for those who have no leave. */
function hoursOnce(calendars: Calendars, people: Directory): (owner: string, since: Date) => Hours {
  const known = new Map<string, Hours>();
  return (owner, since) => {
    if (people.people.get(owner)?.leave.length) return hoursOf(calendars, people, owner, since);
    let hours = known.get(owner);
    if (!hours) known.set(owner, (hours = hoursOf(calendars, people, owner, since)));
    return hours;
  };
}
