import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../op.ts";
import { pageOf } from "../page.ts";
import { ROLE_COLUMNS, Role } from "./role.ts";

/** Every role with what it grants, in one page: there are few. */
export const listRoles = op({
  name: "role.list",
  title: { zh: "角色列表", en: "List roles" },
  needs: "role:read",
  http: { method: "GET", path: "/roles" },
  input: z.strictObject({}),
  output: pageOf(Role),
  async run(ctx) {
    const { rows } = await sql<Role>`select ${ROLE_COLUMNS} from clew.role order by standard desc, created_at, key`.execute(ctx.db);
    return { items: rows, next_cursor: null };
  },
});
