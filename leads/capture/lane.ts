import { sql } from "kysely";
import { newId } from "../../core/records/new_id.ts";
import type { Ctx, House } from "../../core/ctx.ts";
import { atEnd, onItsWay } from "../../core/db/transaction.ts";
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
async function waitForTurn(tx: Ctx): Promise<Turn> {
  const mark = newId();
  const before = sql<{ holder: string | null }>`select holder from clew.intake_lane for update`.execute(tx.db);
  const mine = sql`update clew.intake_lane set holder = ${mark}`.execute(tx.db);
  const [{ rows }] = await Promise.all([before, mine]);
  return { mark, after: rows[0]?.holder ?? null };
}

/**
 * The same without waiting: behind a turn of this process that is still being written. Everything decided here is sent at once and lies
 * ready in the server when that turn is committed; where it was not, or another process came between, nothing of this is kept (Outdated).
 */
async function follow(tx: Ctx, ahead: Place, refused: () => void): Promise<Turn> {
  const turn: Turn = { mark: newId(), after: ahead.mark };
  await onItsWay(tx, sql`select holder from clew.intake_lane for update`.execute(tx.db));
  const mine = sql`
    with mine as (update clew.intake_lane set holder = ${turn.mark} where holder = ${turn.after} returning 1) select 1 / count(*) from mine`.execute(tx.db);
  await onItsWay(tx, mine.catch((error: { code?: string }) => {
    if (error.code !== DIVISION_BY_ZERO) throw error;
    refused();
    throw new Outdated("the turn ahead was not the last");
  }));
  return turn;
}

const DIVISION_BY_ZERO = "22012";

/** A turn of this process, from joining the queue to the end of its transaction. */
interface Place {
  mark: string | null;
  /** Resolved when whoever comes behind may decide: all of this turn is known and sent, or it has failed. */
  decided: Promise<void>;
  ended: Promise<void>;
  /** Resolved when the turn ahead of this one is over. */
  cleared: Promise<void> | undefined;
  state: "open" | "committed" | "failed";
}

interface Queue {
  last: Place | null;
  /** Until then another process takes turns too, and who comes next cannot be told beforehand; of performance.now(). */
  sharedUntil: number;
}

const queue = (house: House) => house.keep("capture.lane", (): Queue => ({ last: null, sharedUntil: 0 }));
const SHARED = 5_000;

export interface Queued {
  /** The turn, once everybody ahead has decided; call `decided` in any case. */
  turn(): Promise<Turn>;
  decided(): void;
}

/** Joins the queue of this process for the lane, behind whoever joined before. The transaction must be the caller's own. */
export function queueUp(tx: Ctx): Queued {
  const line = queue(tx.house);
  const decided = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const ahead = line.last;
  const me: Place = { mark: null, decided: decided.promise, ended: ended.promise, cleared: ahead?.ended, state: "open" };
  line.last = me;
  atEnd(tx, (committed) => {
    me.state = committed && me.mark !== null ? "committed" : "failed";
    decided.resolve();
    ended.resolve();
  });
  return {
    async turn() {
      await ahead?.decided;
      // One is being written and one lies ready: more would only wait.
      await ahead?.cleared;
      const known = ahead !== null && ahead.mark !== null && ahead.state !== "failed" && performance.now() > line.sharedUntil;
      const turn = known
        ? await follow(tx, ahead, () => {
            if (ahead.state === "committed") line.sharedUntil = performance.now() + SHARED;
          })
        : await waitForTurn(tx);
      me.mark = turn.mark;
      return turn;
    },
    decided: decided.resolve,
  };
}

/** Takes a turn inside a transaction that does more than this: it waits for nobody of this process but in the database. */
export function takeTurn(tx: Ctx): Queued {
  queue(tx.house).last = null;
  return { turn: () => waitForTurn(tx), decided() {} };
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
