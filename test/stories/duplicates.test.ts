import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { findDuplicates, resumeDuplicateRuns } from "../../leads/cleanse/duplicates/job.ts";
import { getDuplicate, listDuplicates } from "../../leads/cleanse/duplicates/ops/clusters.ts";
import { dismissDuplicate, reopenDuplicate } from "../../leads/cleanse/duplicates/ops/dismiss.ts";
import { cancelDuplicateRun, getDuplicateRun, startDuplicateRun } from "../../leads/cleanse/duplicates/ops/run.ts";
import { sweepDue } from "../../core/jobs/sweep.ts";
import { createField } from "../../core/objects/ops/change.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let manager: Actor;
let stranger: Actor;
let rep: Actor;
beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  manager = await w.person("主管", "manager", "华东");
  rep = await w.person("销售", "rep", "华东");
  stranger = await w.person("外人", "manager", "华南");
  await w.as(admin, createField, { object: "lead", key: "birthday", type: "date", label: { zh: "生日", en: "Birthday" } });
  const people = [
    { name: "刘德海", phone: "13911112222", company: "深圳市天海机械设备有限公司", city: "深圳", birthday: "1988-03-04" },
    // Another number, a name as it sounds, the company in short.
    { name: "刘得海", phone: "13911112223", company: "天海机械（深圳）有限责任公司", city: "深圳", birthday: "1988-03-04" },
    { name: "Jonathan Whitaker", email: "j.whitaker@example.com", address: "12 Harbour Street, Greenfield", city: "Melbourne", birthday: "1979-11-30" },
    { name: "Whitaker Jon", address: "12 Harbuor St, Greenfield", city: "Melbourne", birthday: "1979-11-30" },
    // Colleagues at one place are two people.
    { name: "王芳", phone: "13822220001", company: "苏州恒远物流有限公司", address: "苏州市工业园区星湖街328号", city: "苏州" },
    { name: "陈建国", phone: "13822220002", company: "苏州恒远物流有限公司", address: "苏州市工业园区星湖街328号", city: "苏州" },
  ];
  for (const body of people) await w.as(rep, createRecords, { object: "lead", body });
});
afterAll(() => w.close());

async function searched() {
  const run = await w.as(manager, startDuplicateRun, {});
  await findDuplicates.run(w.house, { id: run.id });
  return (await w.as(manager, getDuplicateRun, {})).run;
}
const names = (cluster: { members: Record<string, unknown>[] }) => cluster.members.map((m) => m.name).sort();
const list = (actor = manager) => w.as(actor, listDuplicates, { count: "true" });

describe("searching the whole base", () => {
  it("finds who is written differently, says why, and leaves colleagues apart", async () => {
    expect(await searched()).toMatchObject({ status: "done", clusters: 2, started_by_name: "主管" });
    const { items, total } = await list();
    expect(total).toBe(2);
    expect(items.map(names)).toEqual(expect.arrayContaining([["刘得海", "刘德海"].sort(), ["Jonathan Whitaker", "Whitaker Jon"].sort()]));
    const one = await w.as(manager, getDuplicate, { id: items.find((i) => names(i)[0] === "刘得海")?.id ?? "" });
    expect(one.pairs).toHaveLength(1);
    expect(one.pairs[0]?.reasons.map((r) => `${r.code} ${String(r.facts.key)}`)).toEqual(expect.arrayContaining(["field_sounds name", "field_alike phone", "field_equal birthday"]));
    expect(one.pairs[0]?.explain).toContainEqual({ zh: "姓名读音相同", en: "Name sounds the same" });
  });

  it("shows nobody what lies outside their rights", async () => {
    expect((await list(stranger)).total).toBe(0);
    const [first] = (await list()).items;
    await expect(w.as(stranger, getDuplicate, { id: first?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
    await expect(w.as(stranger, dismissDuplicate, { id: first?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
    await expect(w.as(rep, listDuplicates, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("pages by cursor without losing or doubling one", async () => {
    const first = await w.as(manager, listDuplicates, { limit: 1 });
    const second = await w.as(manager, listDuplicates, { limit: 1, cursor: first.next_cursor as string });
    expect(new Set([first.items[0]?.id, second.items[0]?.id]).size).toBe(2);
    expect(second.next_cursor).toBeNull();
  });

  it("remembers what was dismissed, until that is taken back", async () => {
    const cluster = (await list()).items.find((i) => names(i)[0] === "Jonathan Whitaker");
    const dismissed = await w.as(manager, dismissDuplicate, { id: cluster?.id ?? "" });
    expect(dismissed).toMatchObject({ status: "dismissed", decided_by_name: "主管" });
    await expect(w.as(manager, dismissDuplicate, { id: dismissed.id })).rejects.toMatchObject({ code: "duplicate_cluster_decided" });
    expect(await searched()).toMatchObject({ clusters: 1 });
    expect((await w.as(manager, listDuplicates, { status: "dismissed" })).items.map((i) => i.id)).toEqual([dismissed.id]);
    expect(await w.as(manager, reopenDuplicate, { id: dismissed.id })).toMatchObject({ status: "open" });
    expect(await searched()).toMatchObject({ clusters: 2 });
  });

  it("runs once at a time, can be cancelled, and leaves the clusters of before", async () => {
    const run = await w.as(manager, startDuplicateRun, {});
    await expect(w.as(manager, startDuplicateRun, {})).rejects.toMatchObject({ code: "duplicate_run_going" });
    expect(await w.as(manager, cancelDuplicateRun, {})).toMatchObject({ id: run.id, status: "cancelled" });
    await findDuplicates.run(w.house, { id: run.id });
    expect((await w.as(manager, getDuplicateRun, {})).run).toMatchObject({ status: "cancelled" });
    expect((await list()).total).toBe(2);
    await expect(w.as(manager, cancelDuplicateRun, {})).rejects.toMatchObject({ code: "duplicate_run_none" });
  });

  it("goes on where it stood when its process died, and begins again when its work was lost", async () => {
    const run = await w.as(manager, startDuplicateRun, {});
    await sql`update clew.duplicate_run set status = 'running', phase = 'comparing', place = null where id = ${run.id}`.execute(w.house.db);
    w.at("2026-03-02T10:00:00+08:00");
    await sweepDue(w.house, [resumeDuplicateRuns] as never);
    const { rows } = await sql<{ n: number }>`select count(*) as n from graphile_worker.jobs where task_identifier = 'duplicate.run' and key = ${`duplicates:${run.id}`}`.execute(w.house.db);
    expect(rows[0]?.n).toBe(1);
    await findDuplicates.run(w.house, { id: run.id });
    expect((await w.as(manager, getDuplicateRun, {})).run).toMatchObject({ status: "done", clusters: 2 });
  });
});
