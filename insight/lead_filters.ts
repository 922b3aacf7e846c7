import { type RawBuilder, sql } from "kysely";
import type { Filter } from "../core/language/types.ts";

const filled = (field: string): Filter => ({ field, op: "not_empty" });

/** Stages in which nobody works a lead any more. */
export const OPEN: Filter = { field: "stage", op: "not_in", value: ["converted", "disqualified"] };
export const NOT_DUPLICATE: Filter = { field: "duplicate_of", op: "empty" };
export const VALID: Filter = { all: [{ field: "stage", op: "not", value: "disqualified" }, NOT_DUPLICATE] };
export const CONVERTED: Filter = { any: [filled("converted_at"), { field: "stage", op: "is", value: "converted" }] };

const own: [step: string, reached: Filter][] = [
  // The moment of assignment goes with the owner; a lead that came back to the pool was assigned all the same.
  ["assigned", { any: [filled("assigned_at"), filled("owner_id"), { field: "times_recycled", op: "gte", value: 1 }] }],
  ["contacted", { any: [filled("first_response_at"), { field: "stage", op: "is", value: "contacted" }] }],
  ["qualified", { any: [filled("qualified_at"), { field: "stage", op: "is", value: "qualified" }] }],
  ["accepted", { any: [filled("accepted_at"), { field: "stage", op: "is", value: "accepted" }] }],
  ["converted", CONVERTED],
];

/** Steps of the funnel with the leads that reached them: a later step includes every earlier one, so counts never grow. */
export const REACHED: ReadonlyMap<string, Filter> = new Map(own.map(([step], i) => {
  const any = own.slice(i).map(([, reached]) => reached);
  return [step, any.length === 1 ? (any[0] as Filter) : { any }];
}));
export const reached = (step: string): Filter => REACHED.get(step) as Filter;

/** Days from creation to conversion; null where the data says it was converted before it was created. */
export const CYCLE_DAYS: RawBuilder<unknown> = sql`case when t.converted_at >= t.created_at then date_part('epoch', t.converted_at - t.created_at) / 86400 end`;

/** Minutes on the wall clock from arrival to the first response: what the customer waited, whoever was responsible. */
export const RESPONSE_MINUTES: RawBuilder<unknown> = sql`greatest(date_part('epoch', t.first_response_at - t.created_at) / 60, 0)`;

/** The same from the day the present owner got the lead: what the owner took. A response before that counts from arrival. */
export const OWNER_MINUTES: RawBuilder<unknown> = sql`greatest(date_part('epoch', t.first_response_at - case when t.assigned_at <= t.first_response_at then greatest(t.assigned_at, t.created_at) else t.created_at end) / 60, 0)`;
