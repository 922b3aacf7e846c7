import { sql } from "kysely";
import type { z } from "zod";
import type { Ctx } from "../../../core/ctx.ts";
import type { RunOut } from "./shapes.ts";

const COLUMNS = sql.raw("id, status, phase, done, total, version, problem, started_at, finished_at");

type Shown = z.input<typeof RunOut>;

export async function latestRun(ctx: Ctx): Promise<Shown | null> {
  const { rows } = await sql<Shown>`select ${COLUMNS} from clew.predict_run order by started_at desc limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function runOf(ctx: Ctx, id: string): Promise<Shown | null> {
  const { rows } = await sql<Shown>`select ${COLUMNS} from clew.predict_run where id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}
