import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { requireVersion } from "../shapes.ts";
import { TEAM_COLUMNS, Team, loadTeam, requireSoundTeam, teamFields } from "./team.ts";

/** Renames or moves a team or gives it a manager. Refuses a place below itself. */
export const updateTeam = op({
  name: "team.update",
  title: { zh: "修改团队", en: "Change a team" },
  needs: "team:edit",
  http: { method: "PATCH", path: "/teams/:id" },
  input: z.strictObject(teamFields).partial().extend({ id: z.uuid() }),
  output: Team,
  run: (ctx, { id, ...change }) =>
    transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      const before = await loadTeam(tx, id);
      requireVersion(tx, before.version);
      await requireSoundTeam(tx, id, change);
      const after = { ...before, ...change };
      const { rows } = await sql<Team>`
        update clew.team set name = ${after.name}, parent_id = ${after.parent_id}, manager_id = ${after.manager_id}, updated_at = ${tx.now}, version = version + 1
        where id = ${id} returning ${TEAM_COLUMNS}
      `.execute(tx.db);
      await directory.changed(tx);
      await audit(tx, "team", { id, name: after.name, before, after: rows[0]! });
      return rows[0]!;
    }),
});
