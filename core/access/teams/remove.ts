import { sql } from "kysely";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { TeamInUse } from "../refusals.ts";
import { ById, Removed } from "../shapes.ts";
import { loadTeam } from "./team.ts";

/** Deletes an empty team. Refuses one with people or teams below it. */
export const removeTeam = op({
  name: "team.remove",
  title: { zh: "删除团队", en: "Delete a team" },
  needs: "team:remove",
  http: { method: "DELETE", path: "/teams/:id" },
  input: ById,
  output: Removed,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      const team = await loadTeam(tx, id);
      const { rows } = await sql<{ people: number; teams: number }>`
        select (select count(*)::int from clew.person where team_id = ${id}) people, (select count(*)::int from clew.team where parent_id = ${id}) teams
      `.execute(tx.db);
      const use = rows[0]!;
      if (use.people + use.teams > 0) throw TeamInUse({ ...use });
      await sql`delete from clew.team where id = ${id}`.execute(tx.db);
      await directory.changed(tx);
      await audit(tx, "team", { id, name: team.name, before: team });
      return { id };
    }),
});
