import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { completeTask, reopenTask } from "../../leads/tasks/complete.ts";
import { myDay } from "../../leads/tasks/my_day.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;
let li: Actor & { kind: "person" };
let wang: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  li = await w.person("李雷", "rep", "华东");
  wang = await w.person("王芳", "rep", "华东");
});
afterAll(() => w.close());

const local = (day: string, time = "10:00:00") => `${day}T${time}+08:00`;

async function lead(name: string, values: Record<string, unknown> = {}): Promise<string> {
  const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name, phone: "+8613911112222", stage: "new", owner_id: li.id, score: 10, ...values } as never]));
  return made?.row?.id as string;
}

it("the list of the day says whom to call next and why, most urgent first", async () => {
  w.at(local("2026-02-24"));
  const going = await lead("快回收");
  await w.as(li, logActivity, { id: going, kind: "call", nothing_next: true });
  w.at(local("2026-02-26"));
  const overdue = await lead("约了昨天");
  await w.as(li, logActivity, { id: overdue, kind: "call", next_step: { at: local("2026-03-01"), text: "送样品" } });
  const today = await lead("约了今天");
  await w.as(li, logActivity, { id: today, kind: "call", next_step: { at: local("2026-03-02", "16:00:00"), text: "演示" } });
  w.at(local("2026-02-27"));
  const missed = await lead("超时", { grade: "A1", score: 20 });
  w.at(local("2026-03-02", "09:30:00"));
  const running = await lead("新来", { grade: "A1", score: 90 });
  await lead("别人的", { owner_id: wang.id });
  const task = (await w.as(li, createRecords, { object: "task", body: { title: "交周报", due_at: local("2026-03-02", "17:00:00") } })) as { id: string };

  w.at(local("2026-03-02"));
  const { items, numbers } = await w.as(li, myDay, {});
  expect(items.map((i) => [i.kind, i.lead?.id ?? i.task?.id])).toEqual([
    ["sla", missed], ["sla", running], ["next_step", overdue], ["next_step", today], ["task", task.id], ["recycle", going],
  ]);
  expect(items[0]?.why.map((y) => y.code)).toEqual(["response_overdue", "untouched"]);
  expect(items[2]).toMatchObject({ due_at: "2026-03-01T02:00:00.000Z", lead: { name: "约了昨天", phone: "+8613911112222", stage: "contacted" }, why: [{ code: "next_step_overdue", facts: { text: "送样品" } }, { code: "recycle_soon" }] });
  expect(numbers).toEqual({ to_respond: 2, overdue: 2, tasks_today: 2, new_today: 1, logged_today: 0, converted_month: 0 });

  await w.as(li, logActivity, { id: running, kind: "call", nothing_next: true });
  const after = await w.as(li, myDay, {});
  expect(after.items.map((i) => i.lead?.id)).not.toContain(running);
  expect(after.numbers).toMatchObject({ to_respond: 1, logged_today: 1 });
});

it("completing a task twice is the same as once, and it can be opened again", async () => {
  w.at(local("2026-03-03"));
  const task = (await w.as(li, createRecords, { object: "task", body: { title: "寄合同", due_at: local("2026-03-03", "18:00:00") } })) as { id: string };
  const done = await w.as(li, completeTask, { id: task.id });
  expect(done).toMatchObject({ done_at: "2026-03-03T02:00:00.000Z", version: 2 });
  w.at(local("2026-03-03", "11:00:00"));
  expect(await w.as(li, completeTask, { id: task.id })).toMatchObject({ done_at: "2026-03-03T02:00:00.000Z", version: 2 });
  expect(await w.as(li, reopenTask, { id: task.id })).toMatchObject({ done_at: null });
  await expect(w.as(wang, completeTask, { id: task.id })).rejects.toMatchObject({ code: "not_found" });
  await w.as(li, patchRecord, { object: "task", id: task.id, body: { due_at: local("2026-03-04") } });
  expect((await w.as(li, myDay, {})).items.map((i) => i.task?.id)).not.toContain(task.id);
});
