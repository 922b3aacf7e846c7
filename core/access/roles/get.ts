import { op } from "../../op.ts";
import { ByKey, Role, loadRole } from "./role.ts";

/** One role. */
export const getRole = op({
  name: "role.get",
  title: { zh: "查看角色", en: "Read a role" },
  needs: "role:read",
  http: { method: "GET", path: "/roles/:key" },
  input: ByKey,
  output: Role,
  run: (ctx, { key }) => loadRole(ctx, key),
});
