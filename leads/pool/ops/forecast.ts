import { z } from "zod";
import { type Directory, directory } from "../../../core/access/directory.ts";
import { op } from "../../../core/op.ts";
import type { Filter, Row } from "../../../core/language/types.ts";
import { addDays, localDate } from "../../../core/language/zone.ts";
import type { Text } from "../../../core/refusal.ts";
import { dateOf, endOfDate } from "../days.ts";
import { type Going, leaving } from "../going.ts";
import { pools } from "../membership.ts";
import type { PoolPolicy } from "../policy.ts";

/** Most leads a forecast reads: the soonest. */
const MOST = 20_000;
/** A line of fewer leads than this opens them by name; longer ones by what they have in common. */
const MOST_NAMED = 500;
const DAYS = 7;

const Sum = z.object({
  leads: z.number(),
  /** Sum of the budgets, and of budgets times the predicted chance; null where the caller may not read them. */
  budget: z.number().nullable(), expected: z.number().nullable(),
  /** Opens exactly these leads; null where no filter can say which. */
  filter: z.unknown().nullable(),
});
const Line = Sum.extend({ id: z.string().nullable(), name: z.union([z.string(), z.object({ zh: z.string(), en: z.string() })]) });
const Span = Sum.extend({ people: z.array(Line), teams: z.array(Line), rules: z.array(Line), pools: z.array(Line) });

/**
 * What goes back to a pool until the end of tomorrow and within seven days if nobody does anything: how many, whose, worth what, by which rule.
 */
export const forecastPools = op({
  name: "pool.forecast",
  title: { zh: "回收预测", en: "Recycling forecast" },
  needs: "lead:read",
  http: { method: "GET", path: "/pools/forecast" },
  input: z.strictObject({ whose: z.enum(["mine", "team"]).default("team") }),
  output: z.object({ tomorrow: Span, week: Span, days: z.array(Sum.extend({ date: z.string() })), limited: z.boolean() }),
  async run(ctx, { whose }) {
    const [{ view, policy, owners, going, limited }, people, known] = await Promise.all([leaving(ctx, whose, DAYS, MOST), directory.get(ctx.house), pools.get(ctx.house)]);
    const zone = ctx.house.settings.timeZone;
    const today = localDate(ctx.now.getTime(), zone);
    const readable = (key: string) => view.schema.field("lead", key) !== undefined;
    const sums = { money: readable("budget"), chance: readable("budget") && readable("predicted") };
    const whoseLeads: Filter[] = whose === "mine" ? [{ field: "owner_id", op: "in", value: owners }] : [{ field: "owner_id", op: "not_empty" }];
    const until = (date: string): Filter[] => [...whoseLeads, { field: "recycle_at", op: "lt", value: endOfDate(date, zone).toISOString() }, { field: "stage", op: "not_in", value: ["converted", "disqualified"] }];
    // What is due since yesterday waits for the next sweep: it goes today.
    const byDay = Map.groupBy(going, ({ row }) => { const on = dateOf(new Date(row.recycle_at as string), zone); return on < today ? today : on; });
    const span = (days: number): z.input<typeof Span> => {
      const date = addDays(today, days);
      const some = [...byDay].flatMap(([on, theirs]) => (on <= date ? theirs : []));
      const filter = until(date);
      const ruleNames = names(policy);
      return {
        ...sum(some, sums, filter),
        people: lines(some, sums, ({ row }) => row.owner_id as string, (id) => people.people.get(id ?? "")?.name ?? "", (id) => [...filter, { field: "owner_id", op: "is", value: id }]),
        teams: lines(some, sums, ({ row }) => teamOf(people, row), (id) => people.teams.get(id ?? "")?.name ?? "", (id) => (id === null ? null : [...filter, { field: "owner_id.team_id", op: "is", value: id }])),
        rules: lines(some, sums, ({ recycling }) => recycling.rule_id, (id) => ruleNames.get(id ?? "") ?? "", () => null),
        pools: lines(some, sums, ({ recycling }) => recycling.to_pool, (id) => known.find((pool) => pool.id === id)?.name ?? "", () => null),
      };
    };
    return {
      tomorrow: span(1), week: span(DAYS), limited,
      days: Array.from({ length: DAYS + 1 }, (_, i) => addDays(today, i)).map((date, i) => {
        return { date, ...sum(byDay.get(date) ?? [], sums, i === 0 ? until(date) : [...until(date), { field: "recycle_at", op: "gte", value: endOfDate(addDays(date, -1), zone).toISOString() }]) };
      }),
    };
  },
});

interface Readable {
  money: boolean;
  chance: boolean;
}

function sum(some: readonly Going[], { money, chance }: Readable, filter: Filter[] | null): z.input<typeof Sum> {
  const budget = ({ row }: Going): number => (row.budget as number | null) ?? 0;
  return {
    leads: some.length, budget: money ? total(some.map(budget)) : null, expected: chance ? total(some.map((each) => budget(each) * (((each.row.predicted as number | null) ?? 0) / 100))) : null,
    filter: filter ? { all: filter } : some.length <= MOST_NAMED ? { field: "id", op: "in", value: some.map(({ row }) => row.id as string) } : null,
  };
}

const total = (numbers: readonly number[]): number => Math.round(numbers.reduce((all, each) => all + each, 0) * 100) / 100;

function lines(some: readonly Going[], sums: Readable, key: (each: Going) => string | null, name: (id: string | null) => string | Text, filter: (id: string | null) => Filter[] | null): z.input<typeof Line>[] {
  return [...Map.groupBy(some, key)].map(([id, theirs]) => ({ id, name: name(id), ...sum(theirs, sums, filter(id)) })).sort((a, b) => b.leads - a.leads);
}

const teamOf = (people: Directory, row: Row): string | null => people.people.get(row.owner_id as string)?.teamId ?? null;

function names(policy: PoolPolicy): Map<string, Text> {
  return new Map([...(policy.pools ?? []).flatMap((own) => own.recycle ?? []), ...policy.recycle].map((rule) => [rule.id, rule.name]));
}
