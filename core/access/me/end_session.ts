import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { NotFound } from "../../refusal.ts";
import { revokeSessions } from "../login.ts";
import { ById, Removed } from "../shapes.ts";
import { myself } from "./myself.ts";

/** Signs one device out. */
export const endMySession = op({
  name: "me.end_session",
  title: { zh: "退出该设备", en: "Sign one device out" },
  needs: "signed_in",
  http: { method: "DELETE", path: "/me/sessions/:id" },
  input: ById,
  output: Removed,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      const person = await myself(tx);
      if ((await revokeSessions(tx, person.id, { only: id })) === 0) throw NotFound();
      return { id };
    }),
});
