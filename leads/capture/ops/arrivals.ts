import { sql } from "kysely";
import { z } from "zod";
import { Instant } from "../../../core/moments.ts";
import { op } from "../../../core/op.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { invalidField, NotFound, refusal } from "../../../core/refusal.ts";
import { ChannelClosed, channels } from "../channels.ts";
import type { Answer, Arrival } from "../arrival.ts";
import { intake } from "../intake.ts";
import { importedAgain } from "../import/replay.ts";
import { AnswerOut } from "./capture.ts";

const AlreadyCreated = refusal("arrival_already_created", 409, { zh: "这条进线已建为线索，无需重放", en: "This arrival already became a lead" });
const OUTCOMES = ["created", "merged", "attached", "duplicate", "quarantined", "failed"] as const;

const ArrivalOut = z.object({
  id: z.uuid(), channel: z.string(), received_at: z.string(), outcome: z.enum(OUTCOMES), object: z.string().nullable(), record_id: z.uuid().nullable(), payload: z.unknown(),
  headers: z.unknown(), reasons: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })), import_id: z.uuid().nullable(), row_number: z.number().nullable(), replays: z.number(), replayed_at: z.string().nullable(),
});

/** The ledger: everything that arrived, what became of it and why; newest first. */
export const listArrivals = op({
  name: "arrival.list",
  title: { zh: "进线台账", en: "Arrivals" },
  needs: "arrival:read",
  http: { method: "GET", path: "/arrivals" },
  input: z.strictObject({
    outcome: z.enum(OUTCOMES).optional(), channel: z.string().max(60).optional(), import_id: z.uuid().optional(), from: Instant.optional(), to: Instant.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50), cursor: z.string().max(200).optional(), count: z.enum(["true", "false"]).transform((v) => v === "true").optional(),
  }),
  output: z.object({ items: z.array(ArrivalOut), next_cursor: z.string().nullable(), totals: z.record(z.string(), z.number()).optional(), lost: z.number().optional() }),
  async run(ctx, { outcome, channel, import_id, from, to, limit, cursor, count }) {
    const parts = [sql`true`];
    if (outcome) parts.push(sql`outcome = ${outcome}`);
    if (channel) parts.push(sql`channel = ${channel}`);
    if (import_id) parts.push(sql`import_id = ${import_id}`);
    if (from) parts.push(sql`received_at >= ${from}`);
    if (to) parts.push(sql`received_at < ${to}`);
    const all = sql.join(parts, sql` and `);
    if (cursor) {
      const [at, id] = cursor.split("_");
      if (!at || !id || Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw invalidField("cursor", { zh: "翻页位置无效", en: "This cursor is not valid" });
      parts.push(sql`(received_at, id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    // Became a lead, and the lead is nowhere: neither there, nor removed, nor merged into another.
    const lost = sql`outcome in ('created', 'merged', 'duplicate') and not exists (select from crm.lead l where l.id = arrival.record_id)
      and not exists (select from clew.trash t where t.object = 'lead' and t.record_id = arrival.record_id) and not exists (select from clew.merge m where m.other_id = arrival.record_id)`;
    const [page, totals] = await Promise.all([
      sql<z.input<typeof ArrivalOut>>`
        select id, channel, received_at, outcome, object, record_id, payload, headers, reasons, import_id, row_number, replays, replayed_at
        from clew.arrival where ${sql.join(parts, sql` and `)} order by received_at desc, id desc limit ${limit + 1}`.execute(ctx.db),
      count ? sql<{ outcome: string; n: number; lost: number }>`select outcome, count(*) as n, count(*) filter (where ${lost}) as lost from clew.arrival where ${all} group by outcome`.execute(ctx.db) : null,
    ]);
    const rows = page.rows.slice(0, limit);
    const last = rows.at(-1);
    return {
      items: rows, next_cursor: page.rows.length > limit && last ? `${last.received_at}_${last.id}` : null,
      ...(totals ? { totals: Object.fromEntries(totals.rows.map((r) => [r.outcome, r.n])), lost: totals.rows.reduce((sum, r) => sum + r.lost, 0) } : {}),
    };
  },
});

/** Runs an arrival through today's mapping (a row of a file: through its import's) and today's rules again; one that became a lead stays as it is. */
export const replayArrival = op({
  name: "arrival.replay",
  title: { zh: "重放进线", en: "Replay an arrival" },
  needs: "arrival:replay",
  http: { method: "POST", path: "/arrivals/:id/replay" },
  input: z.strictObject({ id: z.uuid() }),
  output: AnswerOut,
  run: (ctx, { id }) =>
    transaction({ ...ctx, cause: { ...ctx.cause, kind: "capture", event: "arrival.replay" } }, async (tx) => {
      const { rows } = await sql<{ channel: string; payload: Record<string, unknown>; headers: Record<string, unknown>; outcome: string; import_id: string | null; row_number: number | null }>`
        select channel, payload, headers, outcome, import_id, row_number from clew.arrival where id = ${id} for update`.execute(tx.db);
      const stored = rows[0];
      if (!stored) throw NotFound({ arrival: id });
      if (stored.outcome === "created") throw AlreadyCreated();
      const imported = stored.import_id && stored.row_number !== null ? await importedAgain(tx, { importId: stored.import_id, rowNumber: stored.row_number, payload: stored.payload }) : null;
      const channel = imported?.channel ?? (await channels.get(tx.house)).get(stored.channel);
      if (!channel) throw ChannelClosed({ channel: stored.channel });
      const arrival: Arrival = { ...(imported?.arrival ?? { payload: stored.payload }), headers: stored.headers, replayOf: { id } };
      const [answer] = await intake(tx, channel, [arrival]);
      const { lead_id } = answer as Answer;
      return { ...(answer as Answer), receipts_url: lead_id ? `/api/v1/records/lead/${lead_id}/receipts` : null };
    }),
});
