import { sql } from "kysely";
import { z } from "zod";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { renameLogin } from "../login.ts";
import { Person, THEMES, loadPerson, visiblePerson } from "../people/person.ts";
import { LocaleInput, Name } from "../shapes.ts";
import { myself } from "./myself.ts";

/** Changes what is one's own to choose: language, theme, name. */
export const updateMe = op({
  name: "me.update",
  title: { zh: "修改个人设置", en: "Change my settings" },
  needs: "signed_in",
  http: { method: "PATCH", path: "/me" },
  input: z.strictObject({ name: Name, locale: LocaleInput.nullable(), theme: z.enum(THEMES) }).partial(),
  output: Person,
  run: (ctx, { theme, ...change }) =>
    transaction(ctx, async (tx) => {
      const after = { ...(await myself(tx)), ...change };
      await sql`
        update clew.person set name = ${after.name}, locale = ${after.locale}, settings = settings || ${JSON.stringify(theme ? { theme } : {})}::jsonb,
          updated_at = ${tx.now}, version = version + 1 where id = ${after.id}
      `.execute(tx.db);
      if (change.name !== undefined) await renameLogin(tx, after);
      await directory.changed(tx);
      return visiblePerson(tx, await loadPerson(tx, after.id));
    }),
});
