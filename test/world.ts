import pino from "pino";
import { v7 } from "uuid";
import { sql } from "kysely";
import { sweeps } from "../apps/everything.ts";
import { makeHouse } from "../apps/house.ts";
import { furnish } from "../apps/prepare.ts";
import { directory } from "../core/access/directory.ts";
import { type Actor, type Ctx, type House, type RoleGrants, systemCtx } from "../core/ctx.ts";
import { again } from "../core/db/again.ts";
import { openDatabase } from "../core/db/connect.ts";
import { sweepDue } from "../core/jobs/sweep.ts";
import type { AnyOp, Op } from "../core/op.ts";
import { requireNeed } from "../core/access/rights.ts";
import { refusalOf } from "../apps/api/problem.ts";
import type { z } from "zod";
import { freshDatabase } from "./setup/fresh.ts";
import { testSettings } from "./setup/settings.ts";

export interface World {
  house: House;
  url: string;
  /** Moves the clock on and lets everything fall due that does. */
  travel(step: { days?: number; hours?: number; minutes?: number; seconds?: number }): Promise<void>;
  /** Sets the clock to an instant, without sweeping. */
  at(instant: string): void;
  /** A person with a role, in a team if named; teams are made as needed. */
  person(name: string, role: string, team?: string): Promise<Actor & { kind: "person" }>;
  team(name: string, parent?: string, manager?: string): Promise<string>;
  /** Runs an operation as somebody, through the same checks as a request. */
  as<N extends string, I extends z.ZodType, O extends z.ZodType>(actor: Actor, operation: Op<N, I, O>, input: z.input<I>, via?: Partial<Ctx["via"]>): Promise<z.input<O>>;
  ctx(actor: Actor, via?: Partial<Ctx["via"]>): Ctx;
  /** A context of the system itself. */
  system(): Ctx;
  close(): Promise<void>;
}

/** A company on a database of its own, whose clock the test holds: Monday 2 March 2026, 09:00 in Shanghai. */
export async function world(options: { poolSize?: number } = {}): Promise<World> {
  const database = await freshDatabase();
  const { db, close } = openDatabase({ url: database.url, poolSize: options.poolSize ?? 8, log: () => {} });
  const beside = openDatabase({ url: database.url, poolSize: 2, log: () => {} });
  let now = new Date("2026-03-02T09:00:00+08:00");
  const house = makeHouse({ db, side: beside.db, settings: testSettings(), log: pino({ level: process.env.LOG_LEVEL ?? "silent" }), clock: { now: () => new Date(now) } });
  furnish(house);
  const teams = new Map<string, string>();
  const changed = () => directory.changed(systemCtx(house, "test", { kind: "hand" }));
  const w: World = {
    house, url: database.url,
    async travel({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      now = new Date(now.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1_000);
      await sweepDue(house, sweeps);
    },
    at(instant) {
      now = new Date(instant);
    },
    async team(name, parent, manager) {
      const known = teams.get(name);
      if (known) return known;
      const id = v7();
      await sql`insert into clew.team (id, name, parent_id, manager_id) values (${id}, ${name}, ${parent ? teams.get(parent) : null}, ${manager ?? null})`.execute(db);
      teams.set(name, id);
      await changed();
      return id;
    },
    async person(name, role, team) {
      const id = v7();
      const teamId = team ? await w.team(team) : null;
      await sql`insert into clew.person (id, name, email, role, team_id) values (${id}, ${name}, ${`${id}@example.cn`}, ${role}, ${teamId})`.execute(db);
      await changed();
      const grants = (await directory.get(house)).roles.get(role)?.grants as RoleGrants;
      return { kind: "person", id, name, role, teamId, grants };
    },
    ctx: (actor, via = {}) => ({
      house, db, actor, now: house.clock.now(), locale: "zh-CN", via: { requestId: "test", ...via }, cause: { kind: actor.kind === "key" ? "api" : "hand" },
    }),
    system: () => systemCtx(house, "test", { kind: "hand" }),
    async as(actor, operation, input, via) {
      const anyOperation = operation as unknown as AnyOp;
      if (typeof anyOperation.needs === "string") requireNeed(actor, anyOperation.needs);
      const parsed = operation.input.safeParse(input);
      if (!parsed.success) throw refusalOf(parsed.error);
      if (typeof anyOperation.needs === "function") requireNeed(actor, anyOperation.needs(parsed.data));
      const ctx = w.ctx(actor, via);
      const event = operation.name.startsWith("record.") ? {} : { event: operation.name };
      return again(async () => operation.run({ ...ctx, cause: { ...ctx.cause, ...event } }, parsed.data));
    },
    async close() {
      await Promise.all([close(), beside.close()]);
      await database.drop();
    },
  };
  return w;
}
