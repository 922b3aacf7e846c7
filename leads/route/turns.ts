/** Exact position of one rule's rotation; stored with the policy, so that turns survive restarts. */
export interface RuleTurns {
  /** Assignments by turn so far. */
  turn: number;
  /** At which turn each person was served last. */
  last: Record<string, number>;
  /** What each person is owed, in weight units; weighted strategy only. */
  credit: Record<string, number>;
}

export const NO_TURNS: RuleTurns = { turn: 0, last: {}, credit: {} };

/**
 * Whose turn it is: who was served longest ago, then the order given. For a fixed set this is a fixed rotation, so any
 * window of n assignments is even; somebody who was out comes back with one turn, not with all that were missed.
 */
export function longestAgo(turns: RuleTurns, ids: readonly string[]): string {
  let best = ids[0] as string;
  for (const id of ids) if ((turns.last[id] ?? 0) < (turns.last[best] ?? 0)) best = id;
  return best;
}

export function serve(turns: RuleTurns, id: string): RuleTurns {
  const turn = turns.turn + 1;
  return { ...turns, turn, last: { ...turns.last, [id]: turn } };
}

/**
 * Smooth weighted round robin (as nginx describes it): everybody present earns their weight, the richest is served and pays the
 * total. With a total of W, any W consecutive assignments to the same people hold each exactly by weight.
 * Whoever is out neither earns nor pays.
 */
export function richest(turns: RuleTurns, ids: readonly string[], weightOf: (id: string) => number): { id: string; turns: RuleTurns; earned: Record<string, number>; total: number } {
  const credit = { ...turns.credit };
  const earned: Record<string, number> = {};
  let total = 0;
  let best = ids[0] as string;
  for (const id of ids) {
    const weight = weightOf(id);
    total += weight;
    earned[id] = credit[id] = (credit[id] ?? 0) + weight;
    if ((credit[id] as number) > (credit[best] as number)) best = id;
  }
  credit[best] = (credit[best] as number) - total;
  return { id: best, turns: serve({ ...turns, credit }, best), earned, total };
}
