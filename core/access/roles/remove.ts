import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { RoleInUse, StandardRole } from "../refusals.ts";
import { requireCovered } from "../within_rights.ts";
import { ByKey, loadRole } from "./role.ts";

/** Deletes a role of one's own that nobody has and no live key acts as. */
export const removeRole = op({
  name: "role.remove",
  title: { zh: "删除角色", en: "Delete a role" },
  needs: "role:remove",
  http: { method: "DELETE", path: "/roles/:key" },
  input: ByKey,
  output: z.object({ key: z.string() }),
  run: (ctx, { key }) =>
    transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      const role = await loadRole(tx, key);
      if (role.standard) throw StandardRole({ key });
      requireCovered(tx, role.grants);
      const { rows } = await sql<{ people: number; keys: number }>`
        select (select count(*)::int from clew.person where role = ${key}) people,
          (select count(*)::int from clew.api_key where role = ${key} and revoked_at is null) keys
      `.execute(tx.db);
      const use = rows[0]!;
      if (use.people + use.keys > 0) throw RoleInUse({ ...use });
      await sql`delete from clew.role where key = ${key}`.execute(tx.db);
      await directory.changed(tx);
      await audit(tx, "role", { id: key, name: role.label.zh, before: { label: role.label, grants: role.grants } });
      return { key };
    }),
});
