import { once } from "node:events";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { RowProblem } from "../files/table.ts";
import type { Item } from "../arrival.ts";
import { readByRules, readingOf } from "../read.ts";
import { fileRows } from "./file_rows.ts";
import { READ_AHEAD, type FromReader, type ReaderData } from "./reader.ts";
import { readCells } from "./read_rows.ts";
import { packed } from "./readings.ts";
import { arrivalsOf } from "./take_leads.ts";

// A thread of its own: reads a file of leads and cleans them, a few chunks ahead of whoever foresees what becomes of them.
const port = parentPort;
if (port) await read(port, workerData as ReaderData);

async function read(to: MessagePort, { path, stored, plan, lookups, rules, channel }: ReaderData): Promise<void> {
  let noticed: RowProblem[] = [];
  let ahead = 0;
  to.on("message", () => ahead--);
  for await (const file of fileRows(path, stored, 0, (found) => (noticed = found))) {
    const rows = readCells(plan, lookups, rules.timeZone, file);
    const items = readByRules(rules, channel, arrivalsOf(stored, rows));
    // Of its own, so that it changes hands instead of being copied.
    const chunk = new Uint8Array(packed(rows.map(({ number, payload }, i) => ({ number, payload, reading: readingOf(items[i] as Item) }))));
    to.postMessage({ chunk, rows: rows.length } satisfies FromReader, [chunk.buffer]);
    for (ahead++; ahead >= READ_AHEAD; ) await once(to, "message");
  }
  to.postMessage({ noticed } satisfies FromReader, []);
  to.close();
}
