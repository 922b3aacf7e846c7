import { sql } from "kysely";
import { z } from "zod";
import { op } from "../op.ts";

const NoticeOut = z.object({
  id: z.uuid(), at: z.string(), kind: z.string(), object: z.string().nullable(), record_id: z.string().nullable(), facts: z.record(z.string(), z.unknown()), read_at: z.string().nullable(),
});

/** The caller's own notifications, newest first, with how many are unread. */
export const listNotifications = op({
  name: "notification.list",
  title: { zh: "我的消息", en: "My notifications" },
  needs: "signed_in",
  http: { method: "GET", path: "/notifications" },
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(NoticeOut), unread: z.number() }),
  async run(ctx, { limit }) {
    const [list, count] = await Promise.all([
      sql<z.input<typeof NoticeOut>>`select id, at, kind, object, record_id, facts, read_at from clew.notification where person_id = ${ctx.actor.id}::uuid order by at desc, id desc limit ${limit}`.execute(ctx.db),
      sql<{ n: number }>`select count(*) as n from clew.notification where person_id = ${ctx.actor.id}::uuid and read_at is null`.execute(ctx.db),
    ]);
    return { items: list.rows, unread: count.rows[0]?.n ?? 0 };
  },
});

/** Marks some or all of the caller's notifications as read. */
export const readNotifications = op({
  name: "notification.read",
  title: { zh: "标为已读", en: "Mark as read" },
  needs: "signed_in",
  http: { method: "POST", path: "/notifications/read" },
  input: z.strictObject({ ids: z.array(z.uuid()).max(1_000).optional() }),
  output: z.object({ read: z.number() }),
  async run(ctx, { ids }) {
    const some = ids ? sql`and id = any(${ids}::uuid[])` : sql``;
    const { numAffectedRows } = await sql`update clew.notification set read_at = ${ctx.now} where person_id = ${ctx.actor.id}::uuid and read_at is null ${some}`.execute(ctx.db);
    return { read: Number(numAffectedRows ?? 0) };
  },
});
