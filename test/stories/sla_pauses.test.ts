import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { leadClocks, pauseClocks, resumeClocks } from "../../leads/sla/ops/pause.ts";
import { at, office, rule } from "./sla/office.ts";

const { w, rep, other, clocks, publish, lead, change, running, notices, call, monday } = await office();
afterAll(() => w.close());
beforeEach(monday);

describe("pauses", () => {
  it("a clock paused by hand keeps what it had left, fires nothing, and goes on with exactly that", async () => {
    await publish(rule({ steps: [{ id: "due", at: { minutes_after: 0 }, do: "notify_owner" }] }));
    const id = await lead();
    await w.travel({ minutes: 20 });
    const { items } = await w.as(rep, pauseClocks, { id, reason: "等客户回复" });
    expect(items[0]).toMatchObject({ state: "paused", paused: { reason: { zh: "等客户回复" }, by: "hand", remaining_seconds: 2_400, until: null } });
    expect((await w.as(rep, getRecord, { object: "lead", id })).response_due_at).toBeNull();
    await w.travel({ days: 1 });
    expect(await notices(rep, "sla_warning")).toEqual([]);
    await w.as(rep, resumeClocks, { id });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("03T10:00")]]);
    await w.travel({ minutes: 39 });
    expect(await notices(rep, "sla_warning")).toEqual([]);
    await w.travel({ minutes: 1 });
    expect(await notices(rep, "sla_warning")).toHaveLength(1);
    const receipts = await w.as(rep, recordReceipts, { object: "lead", id });
    const told = receipts.items.find((r) => r.kind === "sla")?.explain.map((e) => e.zh) ?? [];
    expect(told.some((text) => text.includes("暂停计时：等客户回复"))).toBe(true);
  });

  it("a pause with an end goes on from exactly that moment, however late somebody looks", async () => {
    await publish(rule());
    const id = await lead();
    await w.travel({ minutes: 30 });
    await w.as(rep, pauseClocks, { id, reason: "约了十一点", until: at("02T11:00") });
    await w.travel({ days: 3 });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("02T11:30")]]);
  });

  it("the policy limits how long a clock may stand still in all, and whether people may stop it", async () => {
    await publish(rule({ pause: { while: [], by_hand: true, max_minutes: 60 } }));
    const id = await lead();
    await w.as(rep, pauseClocks, { id, reason: "一" });
    await w.travel({ minutes: 30 });
    await w.as(rep, resumeClocks, { id });
    await w.as(rep, pauseClocks, { id, reason: "二" });
    await w.travel({ hours: 1 });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("02T11:00")]]);
    await expect(w.as(rep, pauseClocks, { id, reason: "三" })).rejects.toMatchObject({ code: "pause_used_up" });
    await publish(rule({ pause: { while: [], by_hand: false, max_minutes: null } }));
    await expect(w.as(rep, pauseClocks, { id, reason: "四" })).rejects.toMatchObject({ code: "pause_not_allowed" });
    await expect(w.as(other, pauseClocks, { id, reason: "五" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("while a lead meets a pause rule its clock stands still, from the start too", async () => {
    await publish(rule({ pause: { while: [{ id: "waiting", name: { zh: "等客户", en: "Waiting for the customer" }, when: { field: "tags", op: "contains", value: "nurture" } }], by_hand: true, max_minutes: null } }));
    const id = await lead();
    await w.travel({ minutes: 15 });
    await w.as(rep, patchRecord, { object: "lead", id, body: { tags: ["nurture"] } } as never);
    expect((await w.as(rep, leadClocks, { id })).items[0]).toMatchObject({ state: "paused", paused: { reason: { zh: "等客户" }, by: "rule", remaining_seconds: 2_700 } });
    await w.travel({ hours: 1 });
    await change(id, { tags: [] });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("02T11:00")]]);
    const born = await lead({ tags: ["nurture"] });
    expect((await running(born)).map((c) => c.state)).toEqual(["paused"]);
    // What happens during a pause is in time.
    await w.travel({ days: 2 });
    await call(rep, born);
    expect((await clocks(born)).map((c) => c.state)).toEqual(["met"]);
  });
});
