import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../op.ts";
import { pageOf } from "../page.ts";
import { sessionOf } from "../session.ts";
import { cookieOf, myself } from "./myself.ts";

const Session = z.object({
  id: z.string(), created_at: z.string(), seen_at: z.string(), expires_at: z.string(), address: z.string().nullable(), user_agent: z.string().nullable(), current: z.boolean(),
});

/** Where one is signed in, newest first. */
export const listMySessions = op({
  name: "me.list_sessions",
  title: { zh: "登录设备", en: "Where I am signed in" },
  needs: "signed_in",
  http: { method: "GET", path: "/me/sessions" },
  input: z.strictObject({}),
  output: pageOf(Session),
  async run(ctx) {
    const person = await myself(ctx);
    const here = await sessionOf(ctx.house, cookieOf(ctx));
    const { rows } = await sql<Omit<z.infer<typeof Session>, "current">>`
      select "id", "createdAt" created_at, "updatedAt" seen_at, "expiresAt" expires_at, nullif("ipAddress", '') address, nullif("userAgent", '') user_agent
      from auth."session" where "userId" = ${person.id} and "expiresAt" > now() order by "createdAt" desc
    `.execute(ctx.db);
    return { items: rows.map((row) => ({ ...row, current: row.id === here?.sessionId })), next_cursor: null };
  },
});
