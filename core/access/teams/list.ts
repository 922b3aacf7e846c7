import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../op.ts";
import { afterId, cutPage, pageInput, pageOf } from "../page.ts";
import { TEAM_COLUMNS, Team } from "./team.ts";

/** Teams of the organisation; the tree is in parent_id. */
export const listTeams = op({
  name: "team.list",
  title: { zh: "团队列表", en: "List teams" },
  needs: "team:read",
  http: { method: "GET", path: "/teams" },
  input: z.strictObject(pageInput),
  output: pageOf(Team),
  async run(ctx, { limit, cursor }) {
    const { rows } = await sql<Team>`
      select ${TEAM_COLUMNS} from clew.team
      where id > coalesce(${afterId(cursor)}::uuid, '00000000-0000-0000-0000-000000000000') order by id limit ${limit + 1}
    `.execute(ctx.db);
    return cutPage(rows, limit, (team) => team.id);
  },
});
