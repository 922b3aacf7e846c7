import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { refusal } from "../refusal.ts";

const Cancelled = refusal("simulation_cancelled", 409, { zh: "试算已取消", en: "The trial was cancelled" });

/** Between two notes of how far a trial is, in milliseconds. */
const EVERY = 300;

export interface Trial {
  /** Says how far it is; throws simulation_cancelled once the caller has gone or cancelled, in whatever process. */
  progress(done: number, total: number): void;
  end(): Promise<void>;
}

/**
 * Starts a trial whose progress its caller can read as `id` from every process, for an hour; without an id it is only
 * stopped when the caller goes. Written beside any transaction, at most every 300 ms.
 */
export async function startTrial(ctx: Ctx, id: string | undefined): Promise<Trial> {
  const { signal } = ctx.via;
  const actor = ctx.actor.id;
  let cancelled = false;
  const said = { done: 0, total: 0 };
  let written = performance.now();
  let writing: Promise<void> | undefined;
  const write = async (state: string): Promise<void> => {
    const { rows } = await sql<{ state: string }>`
      update clew.trial set done = ${said.done}, total = ${said.total}, state = case state when 'running' then ${state} else state end
      where id = ${id} and actor_id = ${actor} returning state`.execute(ctx.house.side);
    cancelled ||= rows[0]?.state === "cancelled";
    written = performance.now();
  };
  if (id && actor) {
    await sql`delete from clew.trial where at < ${ctx.now}::timestamptz - interval '1 hour'`.execute(ctx.house.side);
    await sql`
      insert into clew.trial (id, actor_id, at) values (${id}, ${actor}, ${ctx.now})
      on conflict (id, actor_id) do update set at = excluded.at, done = 0, total = 0, state = case clew.trial.state when 'cancelled' then 'cancelled' else 'running' end`.execute(ctx.house.side);
    await write("running");
  }
  return {
    progress(done, total) {
      if (cancelled || signal?.aborted) throw Cancelled();
      Object.assign(said, { done, total });
      if (!id || !actor || writing || performance.now() - written < EVERY) return;
      writing = write("running").catch((err: unknown) => ctx.house.log.warn({ err }, "progress of a trial")).finally(() => (writing = undefined));
    },
    async end() {
      await writing;
      if (id && actor) await write("done");
    },
  };
}

export interface TrialProgress {
  done: number;
  total: number;
  state: "running" | "done" | "cancelled";
}

/** How far a trial of the caller is; undefined when there is none of that id. */
export async function trialProgress(ctx: Ctx, id: string): Promise<TrialProgress | undefined> {
  const { rows } = await sql<TrialProgress>`select done, total, state from clew.trial where id = ${id} and actor_id = ${ctx.actor.id}`.execute(ctx.db);
  return rows[0];
}

/** Stops a trial of the caller wherever it runs, also one that has yet to start. */
export async function cancelTrial(ctx: Ctx, id: string): Promise<void> {
  await sql`
    insert into clew.trial (id, actor_id, at, state) values (${id}, ${ctx.actor.id}, ${ctx.now}, 'cancelled')
    on conflict (id, actor_id) do update set state = case clew.trial.state when 'running' then 'cancelled' else clew.trial.state end`.execute(ctx.db);
}
