import { on } from "node:events";
import { Worker } from "node:worker_threads";
import type { RowProblem } from "../files/table.ts";
import type { Channel } from "../channels.ts";
import type { ReadingRules } from "../read.ts";
import type { Lookups, ReadPlan } from "./read_rows.ts";
import type { StoredImport } from "./stored.ts";

/** Everything a thread needs to read the file of an import: plain data. */
export interface ReaderData {
  path: string;
  stored: Pick<StoredImport, "id" | "file_name" | "options" | "mapping">;
  plan: ReadPlan;
  lookups: Lookups;
  rules: ReadingRules;
  channel: Channel;
}

/** A chunk of rows as the readings keep it, or the end of the file with what was noticed in it. */
export type FromReader = { chunk: Uint8Array<ArrayBuffer>; rows: number } | { noticed: RowProblem[] };

/** Chunks the thread may read ahead of whoever takes them. */
export const READ_AHEAD = 3;

/**
 * Reads and cleans the leads of a file in a thread of its own, while this one foresees what becomes of them; on one core it was two
 * thirds of a preview. Tells at the end what was noticed in the file.
 */
export async function* readInThread(data: ReaderData, notice: (found: RowProblem[]) => void): AsyncGenerator<Extract<FromReader, { chunk: unknown }>> {
  const worker = new Worker(new URL("./reader_worker.ts", import.meta.url), { workerData: data });
  try {
    for await (const [message] of on(worker, "message", { close: ["exit"] }) as AsyncIterable<[FromReader]>) {
      if ("noticed" in message) return notice(message.noticed);
      yield message;
      worker.postMessage("taken", []);
    }
    throw new Error("the reading thread has ended");
  } finally {
    await worker.terminate();
  }
}
