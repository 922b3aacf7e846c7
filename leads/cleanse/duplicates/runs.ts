import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Run } from "./shapes.ts";

const COLUMNS = sql.raw("id, status, phase, started_at, finished_at, done, total, pairs, clusters, started_by, policy_version, error");

/** The newest search, or null before the first. */
export async function newestRun(ctx: Ctx): Promise<Run | null> {
  const { rows } = await sql<Omit<Run, "started_by_name">>`select ${COLUMNS} from clew.duplicate_run order by started_at desc, id desc limit 1`.execute(ctx.db);
  const run = rows[0];
  return run ? { ...run, started_by_name: (run.started_by && (await directory.get(ctx.house)).people.get(run.started_by)?.name) || null } : null;
}
