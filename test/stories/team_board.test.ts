import { afterAll, beforeAll, expect, it } from "vitest";
import { transaction } from "../../core/db/transaction.ts";
import { createRows } from "../../core/records/write.ts";
import { teamBoard } from "../../leads/team/team_board.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;

beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

const local = (day: string, time = "10:00:00") => `${day}T${time}+08:00`;

it("a manager sees who of the team holds how much and whose clocks have run out, the late first, and nobody else's people", async () => {
  const manager = await w.person("王主管", "manager", "华东");
  const li = await w.person("李雷", "rep", "华东");
  const han = await w.person("韩梅梅", "rep", "华东");
  await w.person("外人", "rep", "华北");
  const lead = async (owner: string) => (await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name: "客户", stage: "new", owner_id: owner, grade: "A1", score: 80 } as never])))[0]?.row?.id as string;
  w.at(local("2026-03-02"));
  await lead(han.id);
  w.at(local("2026-03-03"));
  await lead(li.id);
  const worked = await lead(li.id);
  await w.as(li, logActivity, { id: worked, kind: "call", next_step: { at: local("2026-03-04") } });

  const { items } = await w.as(manager, teamBoard, {});
  expect(items.map((item) => item.name)).toEqual(["韩梅梅", "李雷", "王主管"]);
  expect(items[0]).toMatchObject({ team: "华东", held: 1, running: 1, overdue: 1, no_next_step: 1, logged_today: 0, on_leave_until: null });
  expect(items[1]).toMatchObject({ held: 2, running: 1, overdue: 0, no_next_step: 1, logged_today: 1, assigned_today: 2 });
});
