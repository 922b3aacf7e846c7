import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx, House } from "../../../core/ctx.ts";
import { catalog, isBuiltIn } from "../../../core/objects/catalog.ts";
import type { RowProblem } from "../files/table.ts";
import type { Reading } from "../read.ts";
import type { ReadPlan } from "./read_rows.ts";
import { importFile, type StoredImport } from "./stored.ts";

/** A row as the preview read it. */
export interface KeptRow {
  number: number;
  payload: Record<string, string>;
  reading: Reading;
}

interface Kept {
  fingerprint: string;
  /** Where each chunk of rows lies in the file. */
  chunks: { at: number; length: number; rows: number }[];
  noticed: RowProblem[];
}

const known = (house: House) => house.keep("import.readings", () => new Map<string, Kept>());
const place = (house: House, id: string) => `${importFile(house, id)}.read`;

/** What a reading depends on; null where it looks records up that may have changed by the time of the run. */
async function fingerprintOf(ctx: Ctx, stored: StoredImport, plan: ReadPlan): Promise<string | null> {
  if (plan.fields.some(({ field }) => field.type === "link" && field.target && !isBuiltIn(field.target))) return null;
  const all = await catalog.get(ctx.house);
  const people = await directory.get(ctx.house);
  const { country, timeZone } = ctx.house.settings;
  const facts = [plan, stored.options, country, timeZone, [...all.fields(stored.object).values()], [...people.people.values()].map((p) => [p.id, p.name, p.email, p.status]), [...people.teams.values()].map((t) => [t.id, t.name])];
  return createHash("sha1").update(JSON.stringify(facts)).digest("base64url");
}

/** A chunk of rows as bytes. */
export const packed = (rows: readonly KeptRow[]): Buffer<ArrayBuffer> => Buffer.from(JSON.stringify(rows));

/** The rows of a chunk. */
export const unpacked = (chunk: Uint8Array): KeptRow[] => JSON.parse(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("utf8")) as KeptRow[];

/** Keeps what a preview reads, so that the run need not read and clean it once more. Forgotten with the process. */
export class Readings {
  readonly #house: House;
  readonly #id: string;
  readonly #kept: Kept;
  readonly #file: FileHandle;
  #at = 0;

  private constructor(house: House, id: string, fingerprint: string, file: FileHandle) {
    this.#house = house;
    this.#id = id;
    this.#kept = { fingerprint, chunks: [], noticed: [] };
    this.#file = file;
  }

  /** Null where a reading cannot be kept. */
  static async begin(ctx: Ctx, stored: StoredImport, plan: ReadPlan): Promise<Readings | null> {
    const fingerprint = await fingerprintOf(ctx, stored, plan);
    known(ctx.house).delete(stored.id);
    return fingerprint === null ? null : new Readings(ctx.house, stored.id, fingerprint, await open(place(ctx.house, stored.id), "w"));
  }

  /** Keeps a chunk of rows as `packed` makes it. */
  async add(chunk: Uint8Array, rows: number): Promise<void> {
    this.#kept.chunks.push({ at: this.#at, length: chunk.length, rows });
    this.#at += chunk.length;
    await this.#file.writeFile(chunk);
  }

  /** Only a file that was read to its end serves a run. */
  async end(noticed: RowProblem[] | null): Promise<void> {
    await this.#file.close();
    if (noticed) known(this.#house).set(this.#id, { ...this.#kept, noticed });
    else await dropReadings(this.#house, this.#id);
  }
}

/** The rows after the first `skip` as the preview of this process read them, in its chunks; null when it did not, or when something they depend on has changed. */
export async function keptReadings(ctx: Ctx, stored: StoredImport, plan: ReadPlan, skip: number): Promise<{ noticed: RowProblem[]; chunks: AsyncGenerator<KeptRow[]> } | null> {
  const kept = known(ctx.house).get(stored.id);
  if (!kept || kept.fingerprint !== (await fingerprintOf(ctx, stored, plan))) return null;
  const file = await open(place(ctx.house, stored.id)).catch(() => null);
  return file && { noticed: kept.noticed, chunks: read(file, kept, skip) };
}

async function* read(file: FileHandle, kept: Kept, skip: number): AsyncGenerator<KeptRow[]> {
  let passed = 0;
  try {
    for (const { at, length, rows } of kept.chunks) {
      passed += rows;
      if (passed <= skip) continue;
      const { buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
      const all = unpacked(buffer);
      yield passed - rows < skip ? all.slice(skip - passed + rows) : all;
    }
  } finally {
    await file.close();
  }
}

/** Forgets what a preview kept. */
async function dropReadings(house: House, id: string): Promise<void> {
  known(house).delete(id);
  await rm(place(house, id), { force: true });
}

/** Forgets the file of an import that is over, and what was read of it: the ledger has every row. */
export async function dropFile(house: House, id: string): Promise<void> {
  await dropReadings(house, id);
  await rm(importFile(house, id), { force: true });
}
