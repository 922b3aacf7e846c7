import { afterAll, beforeAll, expect, it } from "vitest";
import { transaction } from "../../core/db/transaction.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { insightSummary } from "../../insight/ops/summary.ts";
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

it("a lead that was answered and goes to somebody else waits for an answer again, in every number", async () => {
  w.at(local("2026-03-09"));
  const manager = await w.person("孙主管", "manager", "华南");
  const [first, second] = [await w.person("赵前", "rep", "华南"), await w.person("钱后", "rep", "华南")];
  const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name: "换人", stage: "new", owner_id: first.id, grade: "A1", score: 80 } as never]));
  const id = made?.row?.id as string;
  await w.as(first, logActivity, { id, kind: "call", next_step: { at: local("2026-03-10") } });
  const waiting = async () => {
    const { items } = await w.as(manager, insightSummary, {});
    return items.find((one) => one.key === "to_respond")?.value;
  };
  expect(await waiting()).toBe(0);
  await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id, changes: { owner_id: second.id } }]));
  expect((await w.as(manager, teamBoard, {})).items.find((item) => item.name === "钱后")).toMatchObject({ held: 1, running: 1 });
  expect(await waiting()).toBe(1);
});
