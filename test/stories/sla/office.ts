import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Actor } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { sweepDue } from "../../../core/jobs/sweep.ts";
import type { Row } from "../../../core/language/types.ts";
import { draftPolicy, publishPolicy } from "../../../core/policies/ops/policies.ts";
import { getRecord } from "../../../core/records/ops/one.ts";
import { createRows, updateRows } from "../../../core/records/write.ts";
import { sweeps } from "../../../apps/everything.ts";
import type { ClockRule, SlaPolicy } from "../../../leads/sla/policy.ts";
import { logActivity } from "../../../leads/timeline/log_activity.ts";
import { world } from "../../world.ts";

export type Person = Actor & { kind: "person" };

const BASE: ClockRule = { id: "first", name: { zh: "首次响应", en: "First response" }, step: "first_response", when: { all: [] }, target_minutes: { other: 60 }, time: "business", steps: [], on_transfer: "restart" };

/** A response clock of one hour, unless told otherwise. */
export const rule = (more: Partial<ClockRule> = {}): ClockRule => ({ ...BASE, ...more });

/** An instant of March 2026 in Shanghai, e.g. "02T10:00". */
export const at = (text: string): string => new Date(`2026-03-${text}+08:00`).toISOString();

/** Two teams with a boss and three reps, and what stories about clocks ask of them again and again. */
export async function office() {
  const w = await world({ poolSize: 16 });
  const admin = await w.person("管理员", "admin");
  const east = await w.team("华东");
  const boss = await w.person("主管", "manager", "华东");
  await sql`update clew.team set manager_id = ${boss.id} where id = ${east}`.execute(w.house.db);
  const [rep, mate, other] = [await w.person("林晓", "rep", "华东"), await w.person("陈宇", "rep", "华东"), await w.person("周敏", "rep", "华北")];
  const { db } = w.house;
  let phone = 600_000_000;
  const clocks = async (id: string) => (await sql<{ id: string; step: string; state: string; due_at: string; owner_id: string; started_at: string; own_seconds: number | null }>`
    select id, step, state, due_at, owner_id, started_at, own_seconds from clew.clock where lead_id = ${id} order by started_at, step`.execute(db)).rows;
  return {
    w, admin, east, boss, rep, mate, other, clocks,
    async publish(...rules: ClockRule[]): Promise<void> {
      await w.as(admin, draftPolicy, { kind: "sla", body: { clocks: rules } satisfies SlaPolicy });
      await w.as(admin, publishPolicy, { kind: "sla" });
      await sweepDue(w.house, sweeps);
    },
    async lead(values: Row = {}): Promise<string> {
      const [made] = await transaction({ ...w.system(), cause: { kind: "capture" } }, (tx) => createRows(tx, "lead", [{ name: "王总", phone: `+8613${phone++}`, stage: "new", owner_id: rep.id, ...values }]));
      if (!made?.row) throw made?.refused;
      return made.row.id as string;
    },
    change: (id: string, changes: Row) => transaction(w.system(), async (tx) => {
      for (const { refused } of await updateRows(tx, "lead", [{ id, changes }])) if (refused) throw refused;
    }),
    running: async (id: string) => (await clocks(id)).filter((c) => c.state === "running" || c.state === "paused"),
    notices: async (person: Person, kind: string) => (await sql<{ facts: Record<string, unknown>; record_id: string }>`
      select facts, record_id from clew.notification where person_id = ${person.id} and kind = ${kind} order by at, id`.execute(db)).rows,
    owner: async (id: string) => (await w.as(admin, getRecord, { object: "lead", id })).owner_id as string | null,
    call: (who: Person, id: string) => w.as(who, logActivity, { id, kind: "call", summary: "聊", nothing_next: true }),
    /** Tests go on in time; each begins on a Monday at nine, without the clocks of the one before. */
    async monday(): Promise<void> {
      w.at(at("02T09:00"));
      await sql`delete from clew.clock`.execute(db);
      await sql`delete from clew.notification`.execute(db);
      const { rows } = await sql`delete from clew.leave returning id`.execute(db);
      if (rows.length > 0) await directory.changed(w.system());
    },
  };
}
