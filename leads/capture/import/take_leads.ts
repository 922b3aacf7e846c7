import type { Ctx } from "../../../core/ctx.ts";
import { mayPass } from "../../../core/db/again.ts";
import { commitLater } from "../../../core/db/commit_later.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { type Channel, ChannelClosed, channels } from "../channels.ts";
import { isConnection, keepFailed } from "../door.ts";
import type { Answer, Arrival, Item } from "../arrival.ts";
import { intakeRead } from "../intake.ts";
import { readArrivals } from "../read.ts";
import { advance, type Progress, Superseded } from "./progress.ts";
import { problemOf, storeProblems } from "./problem_rows.ts";
import type { ReadRow } from "./read_rows.ts";
import { addCounts, noCounts, type StoredImport } from "./stored.ts";

const CONTACTS = ["phone", "email", "wechat"] as const;

/** The channel of this import: the one keyed by its kind, with the import's own wish for duplicates. */
export async function importChannel(ctx: Ctx, stored: StoredImport): Promise<Channel> {
  const channel = (await channels.get(ctx.house)).get("import");
  if (!channel?.active) throw ChannelClosed({ channel: "import" });
  return { ...channel, mapping: null, on_match: stored.on_match ?? channel.on_match };
}

/** The rows of a lead file as arrivals. */
export function arrivalsOf(stored: Pick<StoredImport, "id" | "mapping">, rows: readonly ReadRow[]): Arrival[] {
  const signals = { known_by_number: CONTACTS.every((key) => !(key in stored.mapping)) };
  return rows.map(({ number, payload, row, problems }) => ({ payload, importId: stored.id, rowNumber: number, mapped: { row, problems }, signals }));
}

/** Rows read and screened ahead of their turn. */
export interface LeadChunk {
  rows: ReadRow[];
  items: Item[];
}

/** Thrown inside the transaction of a chunk when the one before it did not commit. */
class Behind extends Error {
  constructor(why: NotTaken) {
    super(`the chunk before is to be taken ${why}`);
  }
}

/** Why a chunk was not taken: it may be when it sets out anew, or it cannot commit as a whole. */
export type NotTaken = "again" | "apart";

/**
 * Takes a chunk through the pipeline in one transaction that also moves the import on from where `from` brings it; or says why it, or
 * the chunk before it, was not taken. After `inTurn` was called the next chunk may set out: its turn comes behind this one.
 * Throws Superseded when the import is no longer to be run from there.
 */
export async function takeLeads(ctx: Ctx, stored: StoredImport, channel: Channel, chunk: LeadChunk, from: Promise<Progress | NotTaken>, inTurn: () => void): Promise<Progress | NotTaken> {
  try {
    return await transaction({ ...ctx, now: ctx.house.clock.now() }, async (tx) => {
      await commitLater(tx);
      const answers = await intakeRead(tx, channel, chunk.items, inTurn);
      const before = await from;
      if (typeof before === "string") throw new Behind(before);
      return move(tx, stored, chunk.rows, answers, before);
    });
  } catch (error) {
    if (isConnection(error) || error instanceof Superseded) throw error;
    // What lay ready behind a chunk that was not taken fails for that alone.
    const before = await from;
    if (typeof before === "string") return before;
    return mayPass(error) ? "again" : "apart";
  } finally {
    inTurn();
  }
}

/** Takes a chunk that cannot commit as a whole: split until the bad row stands alone, which is kept as failed with its reason. */
export async function takeInParts(ctx: Ctx, stored: StoredImport, channel: Channel, rows: ReadRow[], from: Progress): Promise<Progress> {
  const now = { ...ctx, now: ctx.house.clock.now() };
  try {
    return await transaction(now, async (tx) => move(tx, stored, rows, await intakeRead(tx, channel, await readArrivals(tx, channel, arrivalsOf(stored, rows))), from));
  } catch (error) {
    if (isConnection(error) || error instanceof Superseded) throw error;
    if (rows.length > 1) {
      const half = Math.ceil(rows.length / 2);
      return takeInParts(ctx, stored, channel, rows.slice(half), await takeInParts(ctx, stored, channel, rows.slice(0, half), from));
    }
    return transaction(now, async (tx) => {
      const [arrival] = arrivalsOf(stored, rows);
      return move(tx, stored, rows, [await keepFailed(tx, channel, arrival as Arrival, error)], from);
    });
  }
}

async function move(tx: Ctx, stored: StoredImport, rows: readonly ReadRow[], answers: readonly Answer[], from: Progress): Promise<Progress> {
  const counts = noCounts();
  for (const answer of answers) counts[answer.outcome]++;
  await storeProblems(tx, stored.id, "run", rows.flatMap((row, i) => problemOf({ ...row, outcome: (answers[i] as Answer).outcome, reasons: (answers[i] as Answer).reasons })));
  return advance(tx, stored, from, { done: from.done + rows.length, counts: addCounts(from.counts, counts) });
}
