import { sql } from "kysely";
import type { Directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { letterOf, type OpenCount } from "../effort.ts";
import { openCounts } from "../load_candidates.ts";

/** Open leads of everybody besides these. */
export async function heldBesides(ctx: Ctx, rows: readonly Row[]): Promise<Map<string, number>> {
  const { rows: loads } = await sql<{ person_id: string; held: number }>`select person_id, held from clew.load`.execute(ctx.db);
  const held = new Map(loads.map((load) => [load.person_id, load.held]));
  for (const { owner_id: owner, stage } of rows) {
    if (typeof owner === "string" && !CLOSED_STAGES.has(String(stage))) held.set(owner, Math.max(0, (held.get(owner) ?? 0) - 1));
  }
  return held;
}

/** The same by grade and stage. */
export async function countsBesides(ctx: Ctx, people: Directory, rows: readonly Row[]): Promise<Map<string, OpenCount[]>> {
  const counts = await openCounts(ctx, [...people.people.keys()]);
  for (const row of rows) {
    const held = typeof row.owner_id === "string" ? counts.get(row.owner_id)?.find((one) => one.letter === letterOf(row.grade) && one.stage === row.stage) : undefined;
    if (held) held.n--;
  }
  return counts;
}
