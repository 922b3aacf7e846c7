import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import type { StoredMerge } from "./kept.ts";

const MARKS = ["phone", "email", "wechat", "credit_code"] as const;

/** Arrivals since the merge that name the other lead's number or address and none of the survivor's: they came for the other. */
export async function arrivalsOfOther(tx: Ctx, merge: StoredMerge): Promise<string[]> {
  const { rows } = await sql<{ id: string; payload: unknown }>`
    select id, payload from clew.arrival where record_id = ${merge.survivor_id} and object = 'lead' and received_at >= ${merge.at}`.execute(tx.db);
  const [ours, theirs] = [marks(merge.before.survivor), marks(merge.before.other)];
  return rows.filter(({ payload }) => {
    const said = plain(JSON.stringify(payload));
    return theirs.some((mark) => !ours.includes(mark) && said.includes(mark)) && !ours.some((mark) => said.includes(mark));
  }).map((row) => row.id);
}

/** Numbers without country code, addresses and codes, in the spelling in which they are looked for. */
function marks(row: Row): string[] {
  return MARKS.map((key) => plain(String(row[key] ?? "").replace(/^\+86/, ""))).filter((mark) => mark.length >= 6);
}

const plain = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
