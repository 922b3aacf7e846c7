import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../../core/ctx.ts";
import type { Row, Value } from "../../../core/language/types.ts";

/** A lead as it was when it came, and what is needed to see what was written later. */
export interface Arrived {
  id: string;
  /** Milliseconds. */
  at: number;
  /** Values at arrival. */
  values: Row;
  /** Values as they stand. */
  now: Row;
  /** Rule score at arrival. */
  score: number | null;
  stage: string;
  openAtArrival: boolean;
  /** Moment of the outcome and of the first contact, milliseconds; null while there was none. */
  closedAt: number | null;
  contactAt: number | null;
  /** When a field was first changed after arrival, milliseconds. */
  changedAt: Record<string, number>;
}

interface Packed {
  rows: (Row & { id: string; created_at: string; stage: string; closed_at?: string; contact_at?: string; company_known?: boolean })[] | null;
  changes: [id: string, key: string, at: string, was: Value][] | null;
}

/** Leads that taught the model nothing: what somebody marked as the same person twice, and people who want no automated decision. */
export const CLOSED: RawBuilder<unknown> = sql`t.stage in ('converted', 'disqualified') and t.disqualify_reason is distinct from 'duplicate' and t.no_automation is not true`;
export const OPEN: RawBuilder<unknown> = sql`t.stage not in ('converted', 'disqualified')`;

/**
 * Reads leads as one JSON text, so that whoever only hands it on (to a worker) does not have to parse it. The history gives each field
 * its first value: what is in the record is never taken for what was known at arrival.
 */
export async function packArrivals(db: Db, fields: readonly string[], where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number): Promise<{ text: string; rows: number; last: string | null }> {
  const keys = [...new Set([...fields, "score", "stage", "no_automation"])];
  const columns = sql.raw(keys.map((key) => `t."${key}"`).join(", "));
  const { rows } = await sql<{ text: string; many: number; last: string | null }>`
    with part as materialized (
      select t.id, t.created_at, t.first_response_at is not null or t.last_activity_at is not null as contacted, coalesce(t.first_response_at, t.last_activity_at) as contact_at,
        case when t.stage = 'converted' then coalesce(t.converted_at, t.stage_at) when t.stage = 'disqualified' then t.stage_at end as closed_at,
        t.company_key is not null and exists (select 1 from crm.lead o where o.company_key = t.company_key and o.created_at < t.created_at) as company_known, ${columns}
      from crm.lead t where ${where} order by ${order} limit ${limit}),
    first as (
      select distinct on (c.record_id, d.key) c.record_id, d.key, c.at, d.value->0 as was
      from part join clew.change c on c.record_id = part.id and c.object = 'lead' and c.diff is not null cross join lateral jsonb_each(c.diff) d
      where d.key = any(${keys}) order by c.record_id, d.key, c.at, c.version, c.id)
    select json_build_object(
      'rows', (select json_strip_nulls(json_agg(part)) from part),
      'changes', (select json_agg(json_build_array(record_id, key, at, was)) from first))::text as text,
      (select count(*) from part) as many, (select id from part order by id limit 1) as last`.execute(db);
  const packed = rows[0] as { text: string; many: number; last: string | null };
  return { text: packed.text, rows: packed.many, last: packed.last };
}

/** Unpacks what `packArrivals` read. */
export function unpackArrivals(text: string): Arrived[] {
  const { rows, changes } = JSON.parse(text) as Packed;
  const first = new Map<string, [string, string, Value][]>();
  for (const [id, key, at, was] of changes ?? []) {
    const of = first.get(id);
    if (of) of.push([key, at, was]);
    else first.set(id, [[key, at, was]]);
  }
  return (rows ?? []).map((row) => {
    const values: Row = { ...row };
    const changedAt: Record<string, number> = {};
    for (const [key, at, was] of first.get(row.id) ?? []) {
      values[key] = was;
      changedAt[key] = Date.parse(at);
    }
    if ((values.company ?? null) === null) values.company_known = false;
    return {
      id: row.id, at: Date.parse(row.created_at), values, now: row, stage: row.stage, changedAt,
      score: typeof values.score === "number" ? values.score : null,
      openAtArrival: values.stage !== "converted" && values.stage !== "disqualified",
      closedAt: row.closed_at ? Date.parse(row.closed_at) : null, contactAt: row.contact_at ? Date.parse(row.contact_at) : null,
    };
  });
}
