import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { attempt } from "../attempts.ts";
import { isPassword, setPassword } from "../login.ts";
import { requirePassword } from "../password_policy.ts";
import { PasswordWrong } from "../refusals.ts";
import { sessionOf } from "../session.ts";
import { Password } from "../shapes.ts";
import { cookieOf, myself } from "./myself.ts";

/** Changes one's own password and ends one's other sessions. A wrong current password counts as a failed sign-in. */
export const changeMyPassword = op({
  name: "me.change_password",
  title: { zh: "修改密码", en: "Change my password" },
  needs: "signed_in",
  http: { method: "POST", path: "/me/password" },
  input: z.strictObject({ current_password: Password, new_password: Password }),
  output: z.object({ changed: z.literal(true) }),
  async run(ctx, { current_password, new_password }) {
    const person = await myself(ctx);
    requirePassword(new_password, person.email, "new_password");
    const right = await attempt(ctx.house, { email: person.email }, async () => {
      const result = await isPassword(ctx, person.id, current_password);
      return { failed: !result, result };
    });
    if (!right) throw PasswordWrong({}, [{ path: "current_password", message: { zh: "当前密码不正确", en: "Not the current password" } }]);
    const here = await sessionOf(ctx.house, cookieOf(ctx));
    await transaction(ctx, async (tx) => {
      await setPassword(tx, person, new_password, here?.sessionId);
      await audit(tx, "person", { id: person.id, name: person.name, secret: "password" });
    });
    return { changed: true as const };
  },
});
