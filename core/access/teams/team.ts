import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../ctx.ts";
import { NotFound, invalidField } from "../../refusal.ts";
import { requireTeam } from "../people/person.ts";
import { TeamCycle } from "../refusals.ts";
import { Name } from "../shapes.ts";

export const Team = z.object({
  id: z.string(), name: z.string(), parent_id: z.string().nullable(), manager_id: z.string().nullable(),
  created_at: z.string(), updated_at: z.string(), version: z.number(),
});
export type Team = z.infer<typeof Team>;
export const TEAM_COLUMNS = sql.raw("id, name, parent_id, manager_id, created_at, updated_at, version");
export const teamFields = { name: Name, parent_id: z.uuid().nullable(), manager_id: z.uuid().nullable() };

/** One team; throws NotFound. */
export async function loadTeam(ctx: Ctx, id: string): Promise<Team> {
  const { rows } = await sql<Team>`select ${TEAM_COLUMNS} from clew.team where id = ${id}`.execute(ctx.db);
  if (!rows[0]) throw NotFound();
  return rows[0];
}

/** Throws Invalid for a parent or manager that does not exist, TeamCycle for a parent below the team. Ask with the administration lock held. */
export async function requireSoundTeam(tx: Ctx, id: string, team: { parent_id?: string | null; manager_id?: string | null }): Promise<void> {
  await requireTeam(tx, team.parent_id, "parent_id");
  if (team.manager_id) {
    const { rows } = await sql`select from clew.person where id = ${team.manager_id} and status = 'active'`.execute(tx.db);
    if (rows.length === 0) throw invalidField("manager_id", { zh: "没有这位在职人员", en: "There is no such active person" });
  }
  if (!team.parent_id) return;
  const { rows } = await sql`
    with recursive above as (
      select id, parent_id from clew.team where id = ${team.parent_id}
      union select t.id, t.parent_id from clew.team t join above on t.id = above.parent_id
    )
    select from above where id = ${id}
  `.execute(tx.db);
  if (rows.length > 0) throw TeamCycle({ team_id: id, parent_id: team.parent_id });
}
