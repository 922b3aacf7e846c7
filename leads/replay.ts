import { sql } from "kysely";
import { directory } from "../core/access/directory.ts";
import { breather } from "../core/breathe.ts";
import type { Ctx } from "../core/ctx.ts";
import type { FieldDef, Row } from "../core/language/types.ts";
import type { Simulated, SimulatedSide, SimulatedTotal, SimulationRun } from "../core/policies/simulation.ts";
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

export interface Replayed {
  view: View;
  /** Whole rows, internal keys included, oldest first: for decisions, never for output. */
  rows: Row[];
  /** More leads came in the range than were replayed. */
  limited: boolean;
}

/** The leads of a trial that the actor may see, with the fields a policy looks at; reads only. */
export async function leadsToReplay(ctx: Ctx, run: Pick<SimulationRun, "days" | "filter">, fields: readonly string[]): Promise<Replayed> {
  const view = await viewOf(ctx, "lead");
  const known = view.all.fields("lead");
  const columns = [...new Set(["id", "version", "name", "company", "source", "owner_id", "pool_id", "stage", "created_at", ...fields])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const where = await whereOf(view, run.filter ?? { field: "created_at", op: "within", value: { last: run.days, unit: "day" } }, undefined, []);
  const { rows } = await sql<Row>`
    select ${columnList(columns, "t.")} from ${table("lead")} t where ${where} order by t.created_at desc, t.id desc limit ${MOST_REPLAYED + 1}`.execute(ctx.db);
  return { view, rows: rows.slice(0, MOST_REPLAYED).reverse(), limited: rows.length > MOST_REPLAYED };
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
export async function difference(ctx: Ctx, { view, limited }: Replayed, replays: readonly Replay[], measure: Text): Promise<Simulated> {
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
    const from = (row.source as string | null | undefined) ?? null;
    source.add(from, from, each, differs);
    await breathe();
  }
  const some = differing.slice(-MOST_SHOWN).reverse();
  const shown = await present(view, some.map((each) => each.row));
  const side = ({ outcome, reasons }: Weighed): SimulatedSide => ({ outcome, reasons });
  return {
    leads: replays.length, limited, changed: differing.length, measure,
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
