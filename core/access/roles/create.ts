import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { Grants } from "../grants.ts";
import { lockAdministration } from "../lock.ts";
import { RoleTaken } from "../refusals.ts";
import { Label } from "../shapes.ts";
import { requireCovered } from "../within_rights.ts";
import { ROLE_COLUMNS, Role, RoleKey } from "./role.ts";

/** Adds a role. Refuses grants beyond the actor's own. */
export const createRole = op({
  name: "role.create",
  title: { zh: "新增角色", en: "Add a role" },
  needs: "role:create",
  http: { method: "POST", path: "/roles", status: 201 },
  input: z.strictObject({ key: RoleKey, label: Label, grants: Grants }),
  output: Role,
  async run(ctx, { key, label, grants }) {
    requireCovered(ctx, grants);
    return transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      const { rows } = await sql<Role>`
        insert into clew.role (key, label, grants, created_at, updated_at)
        values (${key}, ${JSON.stringify(label)}, ${JSON.stringify(grants)}, ${tx.now}, ${tx.now}) on conflict do nothing returning ${ROLE_COLUMNS}
      `.execute(tx.db);
      if (!rows[0]) throw RoleTaken({ key });
      await directory.changed(tx);
      await audit(tx, "role", { id: key, name: label.zh, after: { label, grants } });
      return rows[0];
    });
  },
});
