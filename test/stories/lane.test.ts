import { randomUUID } from "node:crypto";
import pg from "pg";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { channels } from "../../leads/capture/channels.ts";
import { arrive } from "../../leads/capture/door.ts";
import type { Answer } from "../../leads/capture/arrival.ts";
import { queueUp, type Turn } from "../../leads/capture/lane.ts";
import { type World, world } from "../world.ts";

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());

const capture = async (payload: Record<string, unknown>): Promise<Answer> => {
  const channel = (await channels.get(w.house)).get("api");
  return arrive(w.system(), channel as NonNullable<typeof channel>, { payload });
};

/** A turn that writes nothing but its mark, and ends when it is told to. */
function turn(): { taken: Promise<Turn>; end: (fail?: Error) => void; over: Promise<void> } {
  const taken = Promise.withResolvers<Turn>();
  const told = Promise.withResolvers<void>();
  const ctx: Ctx = w.system();
  const over = transaction(ctx, async (tx) => {
    const place = queueUp(tx);
    taken.resolve(await place.turn());
    place.decided();
    await told.promise;
  });
  over.catch(() => {});
  return { taken: taken.promise, end: (fail) => (fail ? told.reject(fail) : told.resolve()), over };
}

const waiting = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%intake_lane%'`.execute(w.house.db);
  return rows[0]?.n ?? 0;
};

describe("the lane in which leads are made", () => {
  it("a turn lies ready behind the one being written, and is kept when that is", async () => {
    const first = turn();
    const { mark } = await first.taken;
    const second = turn();
    expect((await second.taken).after).toBe(mark);
    second.end();
    await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
    first.end();
    await first.over;
    await second.over;
    expect((await sql<{ holder: string }>`select holder from clew.intake_lane`.execute(w.house.db)).rows[0]?.holder).toBe((await second.taken).mark);
  });

  it("what lay ready behind a turn that failed is not kept, and may be done again", async () => {
    const first = turn();
    await first.taken;
    const second = turn();
    await second.taken;
    second.end();
    first.end(new Error("gone wrong"));
    await expect(first.over).rejects.toThrow("gone wrong");
    await expect(second.over).rejects.toMatchObject({ code: "40001" });
    const third = turn();
    third.end();
    await third.over;
  });

  it("an arrival that took another process's turn for its own comes once", async () => {
    await capture({ name: "先到", phone: "13811112222" });
    const other = new pg.Client(w.url);
    await other.connect();
    let coming: Promise<Answer> | undefined;
    try {
      await other.query("begin");
      await other.query("select holder from clew.intake_lane for update");
      coming = capture({ name: "后到", phone: "13911113333" });
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
      await other.query("update clew.intake_lane set holder = $1", [randomUUID()]);
      await other.query("commit");
    } finally {
      await other.end();
    }
    const answer = await coming;
    expect(answer).toMatchObject({ outcome: "created" });
    const { rows } = await sql<{ leads: number; arrivals: number }>`
      select (select count(*) from crm.lead where name = '后到') as leads, (select count(*) from clew.arrival where payload->>'name' = '后到') as arrivals`.execute(w.house.db);
    expect(rows[0]).toEqual({ leads: 1, arrivals: 1 });
    expect(await capture({ name: "后到", phone: "13911113333" })).toMatchObject({ outcome: "merged", lead_id: answer.lead_id });
  });
});
