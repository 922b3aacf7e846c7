import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { Grants } from "../grants.ts";
import { lockAdministration } from "../lock.ts";
import { AdministratorRole } from "../refusals.ts";
import { Label, requireVersion } from "../shapes.ts";
import { requireCovered } from "../within_rights.ts";
import { ROLE_COLUMNS, Role, loadRole } from "./role.ts";

/** Changes a role's label or grants, which count at once. Refuses a role, before or after, beyond the actor's own rights, and the administrators' grants. */
export const updateRole = op({
  name: "role.update",
  title: { zh: "修改角色", en: "Change a role" },
  needs: "role:edit",
  http: { method: "PATCH", path: "/roles/:key" },
  input: z.strictObject({ key: z.string().max(100), label: Label.optional(), grants: Grants.optional() }),
  output: Role,
  run: (ctx, { key, label, grants }) =>
    transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      const before = await loadRole(tx, key);
      requireVersion(tx, before.version);
      if (grants && key === "admin") throw AdministratorRole();
      requireCovered(tx, before.grants);
      if (grants) requireCovered(tx, grants);
      const { rows } = await sql<Role>`
        update clew.role set label = ${JSON.stringify(label ?? before.label)}, grants = ${JSON.stringify(grants ?? before.grants)},
          updated_at = ${tx.now}, version = version + 1 where key = ${key} returning ${ROLE_COLUMNS}
      `.execute(tx.db);
      await directory.changed(tx);
      const now = rows[0]!;
      await audit(tx, "role", { id: key, name: now.label.zh, before: { label: before.label, grants: before.grants }, after: { label: now.label, grants: now.grants } });
      return rows[0]!;
    }),
});
