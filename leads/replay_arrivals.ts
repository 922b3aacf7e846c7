import { sql } from "kysely";
import { directory, ownersInScope } from "../core/access/directory.ts";
import { breather } from "../core/breathe.ts";
import type { Ctx } from "../core/ctx.ts";
import type { Row } from "../core/language/types.ts";
import type { SimulationRun } from "../core/policies/simulation.ts";
import type { View } from "../core/records/viewer.ts";
import { whereOf } from "../core/records/where.ts";
import type { Arrival } from "./capture/arrival.ts";
import { type Channel, channels } from "./capture/channels.ts";
import { planReading, readRows } from "./capture/import/read_rows.ts";
import { COLUMNS, type StoredImport } from "./capture/import/stored.ts";
import { arrivalsOf, importChannel } from "./capture/import/take_leads.ts";
import { readManyArrivals } from "./capture/read.ts";
import { MOST_REPLAYED } from "./replay.ts";

/** An arrival that made no lead, read again by its door's mapping of today. */
export interface Came {
  /** What it says, as the lead it would have been, under the arrival's id; owner and pool are those of the lead it went to. */
  row: Row;
  channel: Channel;
  /** The record it went to. */
  object: string | null;
  record_id: string | null;
}

interface Stored {
  id: string;
  channel: string;
  payload: Record<string, unknown>;
  received_at: string;
  import_id: string | null;
  row_number: number | null;
  object: string | null;
  record_id: string | null;
  owner_id: string | null;
  pool_id: string | null;
}

const SLICE = 500;

/**
 * The newest arrivals of a trial that were merged into a lead the actor may see, the newest last; for those who see every lead also what
 * was attached to an account or contact, or turned away by a match rule. Reads only.
 */
export async function arrivalsToReplay(ctx: Ctx, run: Pick<SimulationRun, "days" | "filter">, view: View): Promise<{ came: Came[]; limited: boolean }> {
  const since = run.filter ? sql`true` : sql`a.received_at >= ${new Date(ctx.now.getTime() - run.days * 86_400_000)}`;
  const all = ownersInScope(ctx.actor, "lead", await directory.get(ctx.house)) === null && !run.filter;
  // Without verdicts it was set aside before matching.
  const elsewhere = all ? sql`or (a.object is distinct from 'lead' and a.verdicts is not null)` : sql``;
  const { rows } = await sql<Stored>`
    select a.id, a.channel, a.payload, a.received_at, a.import_id, a.row_number, a.object, a.record_id, t.owner_id, t.pool_id
    from clew.arrival a left join crm.lead t on a.object = 'lead' and t.id = a.record_id
    where a.outcome in ('merged', 'attached', 'quarantined') and ${since} and ((t.id is not null and ${await whereOf(view, run.filter ?? undefined, undefined, [])}) ${elsewhere})
    order by a.received_at desc, a.id desc limit ${MOST_REPLAYED + 1}`.execute(ctx.db);
  const came: Came[] = [];
  const breathe = breather();
  for (const { channel, arrivals, of } of await byDoor(ctx, rows.slice(0, MOST_REPLAYED))) {
    for (let i = 0; i < arrivals.length; i += SLICE) {
      const items = await readManyArrivals(ctx, channel, arrivals.slice(i, i + SLICE));
      items.forEach((item, n) => {
        const { id, received_at, object, record_id, owner_id, pool_id } = of[i + n] as Stored;
        came.push({ channel, object, record_id, row: { ...item.row, id, version: 1, created_at: received_at, owner_id, pool_id } });
      });
      await breathe();
    }
  }
  came.sort((a, b) => (String(a.row.created_at) < String(b.row.created_at) || (a.row.created_at === b.row.created_at && String(a.row.id) < String(b.row.id)) ? -1 : 1));
  return { came, limited: rows.length > MOST_REPLAYED };
}

interface Door {
  channel: Channel;
  arrivals: Arrival[];
  of: Stored[];
}

/** Stored arrivals by the door they came through; rows of a file by their import's mapping. What a door that is gone brought is left out. */
async function byDoor(ctx: Ctx, rows: readonly Stored[]): Promise<Door[]> {
  const known = await channels.get(ctx.house);
  const doors: Door[] = [];
  for (const [key, of] of Map.groupBy(rows.filter((row) => row.import_id === null), (row) => row.channel)) {
    const channel = known.get(key);
    if (channel) doors.push({ channel, arrivals: of.map(({ payload }) => ({ payload })), of });
  }
  const files = Map.groupBy(rows.filter((row) => row.import_id !== null && row.row_number !== null), (row) => row.import_id as string);
  if (files.size === 0 || !known.get("import")?.active) return doors;
  const { rows: imports } = await sql<StoredImport>`select ${COLUMNS} from clew.import where id = any(${[...files.keys()]}::uuid[])`.execute(ctx.db);
  for (const stored of imports) {
    const of = (files.get(stored.id) ?? []).toSorted((a, b) => (a.row_number as number) - (b.row_number as number));
    const channel = await importChannel(ctx, stored);
    const reader = { ...ctx, actor: stored.actor };
    const plan = await planReading(reader, stored, { ...channel.settings.defaults, ...stored.defaults });
    const read = await readRows(reader, plan, of.map((row) => ({ number: row.row_number as number, cells: stored.columns.map((column) => String(row.payload[column] ?? "")) })));
    doors.push({ channel, arrivals: arrivalsOf(stored, read), of });
  }
  return doors;
}
