import { sql } from "kysely";
import { z } from "zod";
import { addressKey } from "../../../core/access/attempts.ts";
import { withinLimit } from "../../../core/access/rate.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { op } from "../../../core/op.ts";
import { newId } from "../../../core/records/new_id.ts";
import { TooMany } from "../../../core/refusal.ts";
import type { Customer, Named } from "./customer.ts";

const PERSON_A_MINUTE = 20;
const ADDRESS_A_MINUTE = 120;
const PERSON_A_DAY = 300;
const DAY_SECONDS = 86_400;

/** Refuses who asks too often: per person and per address in a minute, per person in a day. What is refused is logged too. */
export async function requireWithinLimits(ctx: Ctx, asked: Named): Promise<void> {
  const { house, actor, via } = ctx;
  const who = `${actor.kind}:${actor.id ?? actor.name}`;
  const waits = [withinLimit(house, `taken:${who}`, PERSON_A_MINUTE), via.address ? withinLimit(house, `taken:${addressKey(via.address)}`, ADDRESS_A_MINUTE) : 0];
  const { rows } = await sql<{ n: number; first: string | null }>`
    select count(*) as n, min(at) as first from (
      select at from clew.taken_query where actor_id = ${actor.id}::uuid and at > ${new Date(ctx.now.getTime() - DAY_SECONDS * 1_000)} and found is not null order by at desc limit ${PERSON_A_DAY}) x`.execute(ctx.db);
  if ((rows[0]?.n ?? 0) >= PERSON_A_DAY) waits.push(Math.max(1, Math.ceil((Date.parse(rows[0]?.first ?? "") - ctx.now.getTime()) / 1_000) + DAY_SECONDS));
  const wait = Math.max(...waits);
  if (wait === 0) return;
  await logQuery(ctx, asked, null, undefined);
  throw TooMany({ retry_after: wait });
}

/** Keeps who asked for which customer, and what was found. */
export async function logQuery(ctx: Ctx, asked: Named, found: boolean | null, customer: Customer | undefined): Promise<void> {
  const { actor, via, now } = ctx;
  await sql`
    insert into clew.taken_query (id, at, actor_kind, actor_id, actor_name, address, asked, found, object, record_id)
    values (${newId()}, ${now}, ${actor.kind}, ${actor.id}::uuid, ${actor.name}, ${via.address ?? null}, ${JSON.stringify(asked)}::jsonb, ${found}, ${customer?.object ?? null}, ${customer?.id ?? null}::uuid)`.execute(ctx.db);
}

const Query = z.object({
  id: z.uuid(), at: z.string(), actor_kind: z.string(), actor_id: z.string().nullable(), actor_name: z.string(), address: z.string().nullable(), asked: z.record(z.string(), z.unknown()),
  found: z.boolean().nullable(), object: z.string().nullable(), record_id: z.string().nullable(),
});

/** Who asked whether customers are taken, newest first; for those who look after the rules. */
export const takenLog = op({
  name: "taken.log",
  title: { zh: "客户查重记录", en: "Log of customer checks" },
  needs: "taken:read",
  http: { method: "GET", path: "/leads/taken/log" },
  input: z.strictObject({ person_id: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(500).default(100), before: z.uuid().optional() }),
  output: z.object({ items: z.array(Query), next: z.string().nullable() }),
  async run(ctx, { person_id, limit, before }) {
    const { rows } = await sql<z.input<typeof Query>>`
      select id, at, actor_kind, actor_id, actor_name, address, asked, found, object, record_id from clew.taken_query
      where ${person_id ? sql`actor_id = ${person_id}` : sql`true`} ${before ? sql`and (at, id) < (select at, id from clew.taken_query where id = ${before})` : sql``}
      order by at desc, id desc limit ${limit + 1}`.execute(ctx.db);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});
