import { sql } from "kysely";
import { directory } from "../core/access/directory.ts";
import { breather } from "../core/breathe.ts";
import type { Ctx } from "../core/ctx.ts";
import { filterFields } from "../core/language/filter/parse.ts";
import type { FieldDef, Filter, Row } from "../core/language/types.ts";
import type { Simulated, SimulatedSide, SimulatedTotal, SimulationRun } from "../core/policies/simulation.ts";
import { standardObjects } from "../core/objects/standard.ts";
import { columnList, table } from "../core/records/columns.ts";
import { present } from "../core/records/present.ts";
import { type View, viewOf } from "../core/records/viewer.ts";
import { whereOf } from "../core/records/where.ts";
import { same } from "../core/records/write.ts";
import type { Text } from "../core/refusal.ts";

/** Most leads one simulation replays: the newest of the range. */
export const MOST_REPLAYED = 20_000;
/** Most differing leads shown with their receipts. */
const MOST_SHOWN = 100;

/** Leads read together: a page of whole rows takes some 10 ms to read, during which nobody else is served. */
const PAGE = 400;

export interface Replayed {
  view: View;
  /** Whole rows, internal keys included, oldest first: for decisions, never for output. */
  rows: Row[];
  /** More leads came in the range than were replayed. */
  limited: boolean;
  /** Leads of the range that the actor may see but that hide from them, in their pool, what the rules look at: they are not replayed, because the outcome would tell. */
  hidden: number;
  /** Where a lead came from, as far as the actor may know. */
  sourceOf(row: Row): string | null;
}

/** Fields behind the keys that rules compare. */
const BEHIND: Readonly<Record<string, string>> = { phone_key: "phone", email_key: "email", wechat_key: "wechat", company_key: "company", name_pinyin: "name" };

/**
 * The leads of a trial that the actor may see, with the fields a policy looks at; reads only.
 * @param touched the fields whose values the outcome tells of; all of them where not given
 */
export async function leadsToReplay(ctx: Ctx, run: Omit<SimulationRun, "progress"> & Partial<Pick<SimulationRun, "progress">>, fields: readonly string[], touched: readonly string[] = fields): Promise<Replayed> {
  const view = await viewOf(ctx, "lead");
  const known = view.all.fields("lead");
  const columns = [...new Set(["id", "version", "name", "company", "source", "owner_id", "pool_id", "stage", "created_at", ...fields])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const range = run.filter ?? { field: "created_at", op: "within", value: { last: run.days, unit: "day" } };
  const told = touched.map((field) => BEHIND[field] ?? field);
  const where = await whereOf(view, range, undefined, told);
  const { rows: found } = await sql<{ id: string }>`
    select t.id from ${table("lead")} t where ${where} order by t.created_at desc, t.id desc limit ${MOST_REPLAYED + 1}`.execute(ctx.db);
  const ids = found.slice(0, MOST_REPLAYED).reverse().map(({ id }) => id);
  const rows: Row[] = [];
  const breathe = breather();
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = ids.slice(from, from + PAGE);
    const { rows: read } = await sql<Row>`select ${columnList(columns, "t.")} from ${table("lead")} t where t.id = any(${page}::uuid[]) order by t.created_at, t.id`.execute(ctx.db);
    rows.push(...read);
    run.progress?.(0, ids.length);
    await breathe();
  }
  return { view, rows, limited: found.length > MOST_REPLAYED, hidden: await hiddenAmong(view, range, told), sourceOf: await sourcesTold(view, rows) };
}

/** Totals are by source too: of leads that hide theirs from the actor, by role or in their pool, it is not told. */
async function sourcesTold(view: View, rows: Row[]): Promise<(row: Row) => string | null> {
  if (["hidden", "masked"].includes(view.access.get("source") ?? "hidden")) return () => null;
  const shades = (await standardObjects(view.ctx.house).get("lead")?.shade?.(view.ctx, rows)) ?? [];
  const untold = new Set(rows.flatMap((row, i) => (shades[i]?.has("source") ? [row.id] : [])));
  return (row) => (untold.has(row.id as string) ? null : ((row.source as string | null | undefined) ?? null));
}

/** How many leads of a range hide what is touched from the actor; asked only of who sees pools that hide something. */
async function hiddenAmong(view: View, range: Filter, touched: readonly string[]): Promise<number> {
  const asked = filterFields(range);
  if (JSON.stringify(await view.scope(asked)) === JSON.stringify(await view.scope([...asked, ...touched]))) return 0;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from ${table("lead")} t where ${await whereOf(view, range, undefined, [])} and (${await whereOf(view, range, undefined, touched)}) is not true limit ${MOST_REPLAYED}) t`.execute(view.ctx.db);
  return rows[0]?.n ?? 0;
}

/** One lead under the rules in force and under the draft. `counted` is what it adds to the totals of `owner_id`. */
export interface Replay {
  row: Row;
  before: Weighed;
  after: Weighed;
}

export interface Weighed extends SimulatedSide {
  counted: number;
  /** Whose total it counts for; null: nobody's. */
  owner_id: string | null;
}

/**
 * Sums a replay up: what differs, totals per person, team and source, and the newest differences with both receipts,
 * named as the actor may see them.
 * @param measure what `counted` counts, e.g. {zh: "高热线索", en: "hot leads"}
 */
export async function difference(ctx: Ctx, { view, limited, hidden, sourceOf }: Replayed, replays: readonly Replay[], measure: Text): Promise<Simulated> {
  const people = await directory.get(ctx.house);
  const breathe = breather();
  const differing: Replay[] = [];
  const person = new Totals((id) => people.people.get(id)?.name ?? "");
  const team = new Totals((id) => people.teams.get(id)?.name ?? "");
  const source = new Totals((id) => id);
  const teamOf = (owner: string | null) => (owner ? (people.people.get(owner)?.teamId ?? null) : null);
  for (const each of replays) {
    const { before, after, row } = each;
    const differs = !same(before.outcome as Row, after.outcome as Row);
    if (differs) differing.push(each);
    person.add(before.owner_id, after.owner_id, each, differs);
    team.add(teamOf(before.owner_id), teamOf(after.owner_id), each, differs);
    const from = sourceOf(row);
    source.add(from, from, each, differs);
    await breathe();
  }
  const some = differing.slice(-MOST_SHOWN).reverse();
  const shown = await present(view, some.map((each) => each.row));
  const side = ({ outcome, reasons }: Weighed): SimulatedSide => ({ outcome, reasons });
  return {
    leads: replays.length, limited, hidden, changed: differing.length, measure,
    totals: { person: person.list(), team: team.list(), source: source.list() },
    differences: some.map((each, i) => ({ id: String(each.row.id), name: String(shown[i]?.name ?? shown[i]?.company ?? ""), before: side(each.before), after: side(each.after) })),
  };
}

class Totals {
  readonly #of = new Map<string | null, SimulatedTotal>();
  readonly #name: (id: string) => string;

  constructor(name: (id: string) => string) {
    this.#name = name;
  }

  add(was: string | null, is: string | null, { before, after }: Replay, changed: boolean): void {
    const [from, to] = [this.#at(was), this.#at(is)];
    from.before += before.counted;
    to.after += after.counted;
    for (const total of new Set([from, to])) {
      total.leads++;
      if (changed) total.changed++;
    }
  }

  list(): SimulatedTotal[] {
    return [...this.#of.values()].sort((a, b) => b.after - a.after || b.before - a.before || b.leads - a.leads);
  }

  #at(id: string | null): SimulatedTotal {
    let total = this.#of.get(id);
    if (!total) this.#of.set(id, (total = { id, name: id === null ? "" : this.#name(id), leads: 0, changed: 0, before: 0, after: 0 }));
    return total;
  }
}
