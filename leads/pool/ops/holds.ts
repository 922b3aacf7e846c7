import { sql } from "kysely";
import { z } from "zod";
import { directory } from "../../../core/access/directory.ts";
import { op } from "../../../core/op.ts";
import { findRow } from "../../../core/records/find.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { pools } from "../membership.ts";

interface Held {
  id: string;
  owner_id: string | null;
  pool_id: string | null;
  from_at: string;
  to_at: string | null;
  how: string;
  note: string | null;
  ended_how: string | null;
  ended_note: string | null;
  ended_by: string | null;
  extensions: { at: string; by: string | null; days: number; until: string; reason: string }[] | null;
}

const Who = z.object({ id: z.string(), name: z.string() }).nullable();

/** Every stay of a lead with a person or in a pool, newest first: who, from when to when, how it began and ended, by whom and why. */
export const leadHolds = op({
  name: "lead.holds",
  title: { zh: "持有记录", en: "Hold log" },
  needs: "lead:read",
  http: { method: "GET", path: "/leads/:id/holds" },
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({
    times_recycled: z.number(), times_claimed: z.number(),
    items: z.array(z.object({
      id: z.uuid(), owner: Who, pool: Who, from: z.string(), to: z.string().nullable(), how: z.string(), why: z.string().nullable(),
      ended_how: z.string().nullable(), ended_why: z.string().nullable(), ended_by: Who,
      extensions: z.array(z.object({ at: z.string(), by: Who, days: z.number(), until: z.string(), reason: z.string() })),
    })),
  }),
  async run(ctx, { id }) {
    const row = await findRow(await viewOf(ctx, "lead"), id);
    const [{ rows }, people, known] = await Promise.all([
      sql<Held>`
        select h.id, h.owner_id, h.pool_id, h.from_at, h.to_at, h.how, h.note, h.ended_how, h.ended_note, h.ended_by,
          (select json_agg(json_build_object('at', e.at, 'by', e.by, 'days', e.days, 'until', e.until, 'reason', e.reason) order by e.at, e.id) from clew.extension e where e.lead_id = h.lead_id and e.hold_id = h.id) as extensions
        from clew.hold h where h.lead_id = ${row.id as string} order by h.from_at desc, h.id desc limit 500`.execute(ctx.db),
      directory.get(ctx.house), pools.get(ctx.house),
    ]);
    const who = (person: string | null) => (person ? { id: person, name: people.people.get(person)?.name ?? "" } : null);
    const iso = (at: string) => new Date(at).toISOString();
    return {
      times_recycled: (row.times_recycled as number | null) ?? 0, times_claimed: rows.filter((hold) => hold.how === "claim").length,
      items: rows.map((hold) => ({
        id: hold.id, owner: who(hold.owner_id), pool: hold.pool_id ? { id: hold.pool_id, name: known.find((pool) => pool.id === hold.pool_id)?.name ?? "" } : null,
        from: hold.from_at, to: hold.to_at, how: hold.how, why: hold.note, ended_how: hold.ended_how, ended_why: hold.ended_note, ended_by: who(hold.ended_by),
        extensions: (hold.extensions ?? []).map((each) => ({ ...each, at: iso(each.at), until: iso(each.until), by: who(each.by) })),
      })),
    };
  },
});
