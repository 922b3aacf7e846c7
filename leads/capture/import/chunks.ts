import { stat } from "node:fs/promises";
import type { Ctx } from "../../../core/ctx.ts";
import type { Arrival, Item } from "../arrival.ts";
import type { Channel } from "../channels.ts";
import type { RowProblem } from "../files/table.ts";
import { itemOf, readingOf, readingRules, readManyArrivals, searchAhead } from "../read.ts";
import { fileRows, uploadedFile } from "./file_rows.ts";
import { readInThread } from "./reader.ts";
import { lookupsOf, planReading, type ReadPlan, readRows, type ReadRow } from "./read_rows.ts";
import { keptReadings, type KeptRow, packed, Readings, unpacked } from "./readings.ts";
import type { StoredImport } from "./stored.ts";
import { arrivalsOf, importChannel } from "./take_leads.ts";

/** Rows of an import as they were read, those of leads screened. */
export interface Chunk {
  rows: ReadRow[];
  items: Item[];
}

export interface Source {
  chunks: AsyncGenerator<Chunk>;
  /** What was noticed in the file; whole once its chunks have all been read. */
  noticed(): RowProblem[];
}

/** The rows of the file after the first `skip`. */
export async function fromFile(ctx: Ctx, stored: StoredImport, skip: number): Promise<Source> {
  const channel = stored.object === "lead" ? await importChannel(ctx, stored) : null;
  const plan = await planOf(ctx, stored, channel);
  const path = uploadedFile(ctx.house, stored.id);
  let noticed: RowProblem[] = [];
  async function* chunks(): AsyncGenerator<Chunk> {
    for await (const file of fileRows(path, stored, skip, (found) => (noticed = found))) {
      const rows = await readRows(ctx, plan, file);
      const items = channel ? await readManyArrivals(ctx, channel, arrivalsOf(stored, rows)) : [];
      await searchAhead(ctx, items);
      yield { rows, items };
    }
  }
  return { chunks: chunks(), noticed: () => noticed };
}

/** Bytes of a file from which a thread of its own reads it: some thousand rows; starting one takes a third of a second. */
const WORTH_A_THREAD = 512 * 1024;

/** All rows of a file of leads; what is read of them is kept for the run, where it can be. */
export async function forPreview(ctx: Ctx, stored: StoredImport): Promise<Source> {
  const channel = await importChannel(ctx, stored);
  const plan = await planOf(ctx, stored, channel);
  const path = uploadedFile(ctx.house, stored.id);
  let noticed: RowProblem[] = [];
  const notice = (found: RowProblem[]): void => void (noticed = found);

  async function* here(readings: Readings | null): AsyncGenerator<Chunk> {
    for await (const file of fileRows(path, stored, 0, notice)) {
      const rows = await readRows(ctx, plan, file);
      const items = await readManyArrivals(ctx, channel, arrivalsOf(stored, rows));
      await readings?.add(packed(rows.map(({ number, payload }, i) => ({ number, payload, reading: readingOf(items[i] as Item) }))), rows.length);
      yield { rows, items };
    }
  }

  async function* elsewhere(readings: Readings): AsyncGenerator<Chunk> {
    const { id, file_name, options, mapping } = stored;
    const file = { path, stored: { id, file_name, options, mapping } };
    try {
      for await (const { chunk, rows } of readInThread({ ...file, plan, lookups: await lookupsOf(ctx, plan, []), rules: await readingRules(ctx), channel }, notice)) {
        await readings.add(chunk, rows);
        yield chunkOf(stored, unpacked(chunk));
      }
    } catch (error) {
      // What is wrong with a file is said here in the words for it.
      for await (const _ of fileRows(path, stored, 0, notice));
      throw error;
    }
  }

  async function* chunks(): AsyncGenerator<Chunk> {
    const readings = await Readings.begin(ctx, stored, plan);
    let whole = false;
    try {
      // What can be kept can be read anywhere: it depends on nothing that has to be looked up row by row.
      yield* readings && (await stat(path)).size >= WORTH_A_THREAD ? elsewhere(readings) : here(readings);
      whole = true;
    } finally {
      await readings?.end(whole ? noticed : null);
    }
  }
  return { chunks: chunks(), noticed: () => noticed };
}

/** The rows after the first `skip` from what the preview kept; null where it kept nothing that still holds. */
export async function fromPreview(ctx: Ctx, stored: StoredImport, skip: number): Promise<Source | null> {
  if (stored.object !== "lead") return null;
  const kept = await keptReadings(ctx, stored, await planOf(ctx, stored, await importChannel(ctx, stored)), skip);
  if (!kept) return null;
  async function* chunks(read: AsyncGenerator<KeptRow[]>): AsyncGenerator<Chunk> {
    for await (const rows of read) {
      const chunk = chunkOf(stored, rows);
      await searchAhead(ctx, chunk.items);
      yield chunk;
    }
  }
  return { chunks: chunks(kept.chunks), noticed: () => kept.noticed };
}

function chunkOf(stored: StoredImport, kept: readonly KeptRow[]): Chunk {
  const rows = kept.map(({ number, payload }): ReadRow => ({ number, payload, row: {}, problems: [] }));
  const arrivals = arrivalsOf(stored, rows);
  return { rows, items: kept.map(({ reading }, i) => itemOf(arrivals[i] as Arrival, reading)) };
}

async function planOf(ctx: Ctx, stored: StoredImport, channel: Channel | null): Promise<ReadPlan> {
  return planReading(ctx, stored, { ...channel?.settings.defaults, ...stored.defaults });
}
