import { z } from "zod";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { revokeSessions } from "../login.ts";
import { sessionOf } from "../session.ts";
import { cookieOf, myself } from "./myself.ts";

/** Signs every other device out. */
export const endMyOtherSessions = op({
  name: "me.end_other_sessions",
  title: { zh: "退出其他设备", en: "Sign my other devices out" },
  needs: "signed_in",
  http: { method: "DELETE", path: "/me/sessions" },
  input: z.strictObject({}),
  output: z.object({ ended: z.number() }),
  async run(ctx) {
    const person = await myself(ctx);
    const here = await sessionOf(ctx.house, cookieOf(ctx));
    return { ended: await transaction(ctx, (tx) => revokeSessions(tx, person.id, { keep: here?.sessionId })) };
  },
});
