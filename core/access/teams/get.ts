import { op } from "../../op.ts";
import { ById } from "../shapes.ts";
import { Team, loadTeam } from "./team.ts";

/** One team. */
export const getTeam = op({
  name: "team.get",
  title: { zh: "查看团队", en: "Read a team" },
  needs: "team:read",
  http: { method: "GET", path: "/teams/:id" },
  input: ById,
  output: Team,
  run: (ctx, { id }) => loadTeam(ctx, id),
});
