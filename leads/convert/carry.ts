import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { updateRows } from "../../core/records/write.ts";
import type { Converted } from "./shapes.ts";

/** A child of the lead and the links that the conversion gave it. */
export interface Carried {
  object: "activity" | "task";
  id: string;
  fields: string[];
}

const LINKS = ["account_id", "contact_id", "opportunity_id"] as const;

/** Links the activities and tasks of converted leads to what they became, where they had no link; the lead stays named on them. */
export async function carryChildren(tx: Ctx, done: readonly Converted[]): Promise<Map<string, Carried[]>> {
  const byLead = new Map(done.map((d) => [d.id, d]));
  const carried = new Map<string, Carried[]>();
  for (const object of ["activity", "task"] as const) {
    const { rows } = await sql<Row>`
      select id, lead_id, account_id, contact_id, opportunity_id from crm.${sql.ref(object)} where lead_id = any(${[...byLead.keys()]}::uuid[])`.execute(tx.db);
    const changes = rows.flatMap((row) => {
      const lead = byLead.get(row.lead_id as string) as Converted;
      const links = LINKS.filter((key) => row[key] === null && lead[key] !== null);
      if (links.length === 0) return [];
      carried.set(lead.id, [...(carried.get(lead.id) ?? []), { object, id: row.id as string, fields: links }]);
      return [{ id: row.id as string, changes: Object.fromEntries(links.map((key) => [key, lead[key]])) }];
    });
    await updateRows({ ...tx, cause: { ...tx.cause, event: `${object}.carried` } }, object, changes);
  }
  return carried;
}

/** Takes the links of a conversion off again. */
export async function putBack(tx: Ctx, carried: readonly Carried[]): Promise<void> {
  for (const object of ["activity", "task"] as const) {
    const changes = carried.filter((c) => c.object === object).map((c) => ({ id: c.id, changes: Object.fromEntries(c.fields.map((key) => [key, null])) }));
    await updateRows({ ...tx, cause: { ...tx.cause, event: `${object}.carried` } }, object, changes);
  }
}
