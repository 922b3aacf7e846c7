import { sql } from "kysely";
import { breather } from "../../core/breathe.ts";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { Filter, Row } from "../../core/language/types.ts";
import { addDays, localDate } from "../../core/language/zone.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { difference, leadsToReplay, type Weighed } from "../replay.ts";
import { endOfDate } from "./days.ts";
import { RECYCLE_FIELDS, recycleFacts } from "./facts.ts";
import { capOf } from "./caps.ts";
import { holding } from "./loads.ts";
import type { PoolPolicy } from "./policy.ts";
import { replayFollowUps } from "./replay_follow_up.ts";
import { compileRecycle, type Recycling } from "./recycle.ts";

const OWNED: Filter = { all: [{ field: "owner_id", op: "not_empty" }, { field: "stage", op: "not_in", value: ["converted", "disqualified"] }] };
/** Leads whose follow-ups are replayed at once. */
const CHUNK = 2_000;

interface BeforeAfter {
  before: number;
  after: number;
}

/** What a change of pool rules would do, besides the difference lead by lead. */
export interface PoolSimulated extends Simulated {
  /** Leads that go back to a pool until the end of tomorrow, within seven days, and never by themselves. */
  recycled: Record<"tomorrow" | "week" | "never", BeforeAfter>;
  people: { id: string; name: string; tomorrow: BeforeAfter; week: BeforeAfter }[];
  limits: {
    /** People who hold as many leads as they may, or more. */
    full: BeforeAfter;
    /** Claims of the last days that the daily limit would not have let through. */
    claims_refused: BeforeAfter;
    claims: number;
  };
}

/**
 * Asks of every owned lead when it goes back by the rules in force and by the draft. Without a filter all owned open leads are asked,
 * whenever they came; the days of the run are those whose claims are held against the limits. Protection and what counts as follow-up are replayed as if the draft had been in force since each
 * lead got its owner; published, it leaves protection already given as it is. Writes nothing.
 */
export async function simulatePool(ctx: Ctx, draft: PoolPolicy, run: SimulationRun): Promise<PoolSimulated> {
  const published = (await publishedPolicies.get(ctx.house)).get("pool")?.body as PoolPolicy;
  const replayed = await leadsToReplay(ctx, { days: run.days, filter: run.filter ?? OWNED }, [...RECYCLE_FIELDS, ...fieldsOf(draft), ...fieldsOf(published)]);
  const rows = replayed.rows.filter((row) => row.owner_id);
  const { env } = replayed.view;
  const [before, after] = [compileRecycle(published, env), compileRecycle(draft, env)];
  const decided: { row: Row; before: Recycling; after: Recycling }[] = [];
  const breathe = breather();
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK);
    const follow = await replayFollowUps(ctx, published, draft, chunk, env.timeZone);
    for (const row of chunk) {
      const facts = recycleFacts(row, env.timeZone);
      const { reasons: protectedBy = [], ...otherwise } = follow.get(row.id as string) ?? {};
      const next = after({ ...facts, ...otherwise });
      decided.push({ row, before: before(facts), after: { ...next, because: [...next.because, ...protectedBy] } });
      await breathe();
    }
    run.progress(decided.length, rows.length);
  }
  const today = localDate(ctx.now.getTime(), env.timeZone);
  const [tomorrow, week] = [endOfDate(addDays(today, 1), env.timeZone), endOfDate(addDays(today, 7), env.timeZone)];
  const weighed = (row: Row, { at, rule_id, to_pool, because }: Recycling): Weighed => ({
    outcome: { recycle_at: at?.toISOString() ?? null, rule: rule_id, to_pool: at ? to_pool : null }, reasons: because, counted: at && at < week ? 1 : 0, owner_id: row.owner_id as string,
  });
  const count = async (some: typeof decided, passes: (recycling: Recycling) => boolean): Promise<BeforeAfter> => {
    await breathe();
    return { before: some.filter((each) => passes(each.before)).length, after: some.filter((each) => passes(each.after)).length };
  };
  const by = (moment: Date) => ({ at }: Recycling): boolean => at !== null && at < moment;
  const people = await directory.get(ctx.house);
  const byPerson = Map.groupBy(decided, ({ row }) => row.owner_id as string);
  return {
    ...(await difference(ctx, { ...replayed, rows }, decided.map((each) => ({ row: each.row, before: weighed(each.row, each.before), after: weighed(each.row, each.after) })), { zh: "7 天内回收的线索", en: "leads going back within 7 days" })),
    recycled: { tomorrow: await count(decided, by(tomorrow)), week: await count(decided, by(week)), never: await count(decided, ({ at }) => at === null) },
    people: (await Promise.all([...byPerson].map(async ([id, some]) => ({ id, name: people.people.get(id)?.name ?? "", tomorrow: await count(some, by(tomorrow)), week: await count(some, by(week)) }))))
      .filter((person) => person.week.before + person.week.after > 0).sort((a, b) => b.week.after - a.week.after || b.week.before - a.week.before),
    limits: await limitsUnder(ctx, published, draft, run.days),
  };
}

const fieldsOf = (policy: PoolPolicy): string[] => [policy, ...(policy.pools ?? [])].flatMap((rules) => rules.recycle ?? []).flatMap((rule) => filterFields(rule.when));

/** How many people are full, and how many claims of the last days go beyond the daily limit: now and by the draft, of those the actor may see. */
async function limitsUnder(ctx: Ctx, published: PoolPolicy, draft: PoolPolicy, days: number): Promise<PoolSimulated["limits"]> {
  const people = await directory.get(ctx.house);
  const owners = ownersInScope(ctx.actor, "lead", people) ?? [...people.people.keys()];
  const zone = ctx.house.settings.timeZone;
  const since = new Date(ctx.now.getTime() - days * 86_400_000);
  const [loads, claims] = await Promise.all([
    sql<{ person_id: string; held: number; converted: number }>`select person_id, held, converted from clew.load where person_id = any(${owners}::uuid[])`.execute(ctx.db),
    sql<{ claimed: number }>`
      select count(*)::int as claimed from clew.hold where owner_id = any(${owners}::uuid[]) and how = 'claim' and from_at >= ${since}
      group by owner_id, (from_at at time zone ${zone})::date`.execute(ctx.db),
  ]);
  const full = ({ limits }: PoolPolicy): number => loads.rows.filter((load) => holding(load, limits) >= (capOf(limits, people, load.person_id)?.limit ?? Infinity)).length;
  const refused = ({ limits: { claims_per_day: most } }: PoolPolicy): number => claims.rows.reduce((sum, { claimed }) => sum + (most === null ? 0 : Math.max(0, claimed - most)), 0);
  return {
    full: { before: full(published), after: full(draft) }, claims_refused: { before: refused(published), after: refused(draft) }, claims: claims.rows.reduce((sum, { claimed }) => sum + claimed, 0),
  };
}
