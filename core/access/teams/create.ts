import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { TEAM_COLUMNS, Team, requireSoundTeam, teamFields } from "./team.ts";

/** Adds a team, at the top or below another. */
export const createTeam = op({
  name: "team.create",
  title: { zh: "新增团队", en: "Add a team" },
  needs: "team:create",
  http: { method: "POST", path: "/teams", status: 201 },
  input: z.strictObject({ name: teamFields.name, parent_id: teamFields.parent_id.optional(), manager_id: teamFields.manager_id.optional() }),
  output: Team,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      const id = v7();
      await requireSoundTeam(tx, id, input);
      const { rows } = await sql<Team>`
        insert into clew.team (id, name, parent_id, manager_id, created_at, updated_at)
        values (${id}, ${input.name}, ${input.parent_id ?? null}, ${input.manager_id ?? null}, ${tx.now}, ${tx.now}) returning ${TEAM_COLUMNS}
      `.execute(tx.db);
      await directory.changed(tx);
      await audit(tx, "team", { id, name: input.name, after: rows[0]! });
      return rows[0]!;
    }),
});
