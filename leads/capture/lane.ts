import { sql } from "kysely";
import { newId } from "../../core/records/new_id.ts";
import type { Ctx, House } from "../../core/ctx.ts";
import type { MatchCandidate } from "../cleanse/match.ts";

export const laneMigration = {
  name: "0201-intake-lane",
  sql: `
    create table clew.intake_lane (only_one boolean primary key default true check (only_one), holder uuid) with (fillfactor = 10);
    insert into clew.intake_lane default values;
  `,
};

/** A turn in the lane in which the leads of an organisation are made: its mark, and that of the last turn that was committed. */
export interface Turn {
  mark: string;
  after: string | null;
}

/**
 * Takes the one lane of intake until the transaction ends: two arrivals of one person never pass each other. Whoever looked for
 * candidates before its turn knows by the mark of the turn before whether it has seen everything (`madeSince`).
 */
export async function takeTurn(tx: Ctx): Promise<Turn> {
  const mark = newId();
  const before = sql<{ holder: string | null }>`select holder from clew.intake_lane for update`.execute(tx.db);
  const mine = sql`update clew.intake_lane set holder = ${mark}`.execute(tx.db);
  const [{ rows }] = await Promise.all([before, mine]);
  return { mark, after: rows[0]?.holder ?? null };
}

/** What was found before the turn is gone by it: merged away or removed by somebody in between. To be tried again (core/db/again.ts). */
export class Outdated extends Error {
  readonly code = "40001";
}

interface Made {
  after: string | null;
  leads: MatchCandidate[];
}

const REMEMBERED = 32;
const memory = (house: House) => house.keep("capture.turns", () => new Map<string, Made>());

/** Remembers what a turn made or changed, for the one behind it. A turn rolled back is never asked for: its mark was not committed. */
export function remember(house: House, turn: Turn, leads: MatchCandidate[]): void {
  const turns = memory(house);
  turns.set(turn.mark, { after: turn.after, leads });
  for (const mark of turns.keys()) {
    if (turns.size <= REMEMBERED) break;
    turns.delete(mark);
  }
}

/** The leads that committed turns made or changed after the one marked `seen`, newest last; null when another process had one of them. */
export function madeSince(house: House, turn: Turn, seen: string | null): MatchCandidate[] | null {
  const turns = memory(house);
  const found: MatchCandidate[][] = [];
  for (let mark = turn.after; mark !== seen; ) {
    const made = mark === null ? undefined : turns.get(mark);
    if (!made) return null;
    found.push(made.leads);
    mark = made.after;
  }
  return found.reverse().flat();
}
