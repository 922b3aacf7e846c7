import { sql } from "kysely";
import { z } from "zod";
import { cutPage, pageInput, pageOf } from "../access/page.ts";
import { Instant } from "../moments.ts";
import { op } from "../op.ts";
import { invalidField } from "../refusal.ts";
import { SUBJECTS } from "./audit.ts";

const Entry = z.object({
  id: z.string(), at: z.string(), event: z.string(), actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }), address: z.string().nullable(),
  subject: z.enum(SUBJECTS), subject_id: z.string(), subject_name: z.string(), diff: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
});

/** Who changed people, teams, roles, keys and settings, newest first. */
export const listAudit = op({
  name: "audit.list",
  title: { zh: "管理日志", en: "Audit trail" },
  needs: "audit:read",
  http: { method: "GET", path: "/audit" },
  input: z.strictObject({ ...pageInput, subject: z.enum(SUBJECTS).optional(), subject_id: z.string().max(100).optional(), actor_id: z.uuid().optional(), from: Instant.optional(), to: Instant.optional() }),
  output: pageOf(Entry),
  async run(ctx, { limit, cursor, subject, subject_id, actor_id, from, to }) {
    const where = [sql`true`];
    if (subject) where.push(sql`subject = ${subject}`);
    if (subject_id) where.push(sql`subject_id = ${subject_id}`);
    if (actor_id) where.push(sql`actor_id = ${actor_id}::uuid`);
    if (from) where.push(sql`at >= ${from}`);
    if (to) where.push(sql`at < ${to}`);
    if (cursor !== undefined) {
      const [at = "", id = ""] = Buffer.from(cursor, "base64url").toString().split(" ");
      if (Number.isNaN(Date.parse(at)) || !z.uuid().safeParse(id).success) throw invalidField("cursor", { zh: "分页游标无效", en: "Not a cursor of this list" });
      where.push(sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const { rows } = await sql<Omit<z.input<typeof Entry>, "actor"> & { actor_kind: string; actor_id: string | null; actor_name: string }>`
      select id, at, event, actor_kind, actor_id, actor_name, address, subject, subject_id, subject_name, diff from clew.audit
      where ${sql.join(where, sql` and `)} order by at desc, id desc limit ${limit + 1}`.execute(ctx.db);
    const page = cutPage(rows, limit, (row) => `${row.at} ${row.id}`);
    return { ...page, items: page.items.map(({ actor_kind, actor_id: who, actor_name, ...entry }) => ({ ...entry, actor: { kind: actor_kind, id: who, name: actor_name } })) };
  },
});
