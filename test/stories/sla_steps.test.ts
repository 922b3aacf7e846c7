import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sweeps } from "../../apps/everything.ts";
import { sweepDue } from "../../core/jobs/sweep.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { convertLead, unconvertLead } from "../../leads/convert/ops.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { acceptLead } from "../../leads/pool/ops/stage.ts";
import { DEFAULT_SLA_POLICY } from "../../leads/sla/policy.ts";
import { at, office, rule } from "./sla/office.ts";

const { w, admin, east, boss, rep, mate, other, clocks, publish, lead, change, running, notices, owner, call, monday } = await office();
afterAll(() => w.close());
beforeEach(monday);

describe("the four steps", () => {
  it("first response, acceptance, the next follow-up and leaving a stage are each timed from their own event", async () => {
    await publish(rule(), rule({ id: "accept", step: "accept", target_minutes: { other: 120 } }), rule({ id: "next", step: "next_activity", target_minutes: { other: 450 } }), rule({ id: "leave_contacted", step: "stage_exit", stage: "contacted", target_minutes: { other: 900 } }));
    const id = await lead();
    expect((await running(id)).map((c) => [c.step, c.due_at])).toEqual([["accept", at("02T11:00")], ["first_response", at("02T10:00")]]);
    await w.travel({ minutes: 30 });
    await call(rep, id);
    expect((await running(id)).map((c) => [c.step, c.due_at])).toEqual([["accept", at("02T11:00")], ["next_activity", at("03T09:30")], ["stage_exit", at("04T09:30")]]);
    expect((await clocks(id)).find((c) => c.step === "first_response")?.state).toBe("met");
    await w.as(rep, acceptLead, { id });
    expect((await running(id)).map((c) => c.step)).toEqual(["next_activity"]);
    expect((await clocks(id)).filter((c) => c.state === "met").map((c) => c.step).sort()).toEqual(["accept", "first_response", "stage_exit"]);
    await w.travel({ days: 1, hours: 1 });
    await call(rep, id);
    // The follow-up came an hour late, and starts the next wait.
    expect((await clocks(id)).filter((c) => c.step === "next_activity").map((c) => [c.state, c.due_at])).toEqual([["missed", at("03T09:30")], ["running", at("04T10:30")]]);
    await change(id, { owner_id: null, pool_id: DEFAULT_POOL, stage: "new" });
    expect(await running(id)).toEqual([]);
  });

  it("a transfer restarts each clock or lets it go on with the new owner, as its rule says", async () => {
    await publish(rule(), rule({ id: "next", step: "next_activity", target_minutes: { other: 450 }, on_transfer: "continue" }));
    const id = await lead();
    await call(rep, id);
    await w.travel({ hours: 1 });
    await change(id, { owner_id: mate.id });
    expect((await running(id)).map((c) => [c.step, c.due_at, c.owner_id])).toEqual([["next_activity", at("02T18:00"), mate.id], ["first_response", at("02T11:00"), mate.id]]);
  });

  it("with the shipped policy nothing but the response clock ever runs", async () => {
    await publish(...DEFAULT_SLA_POLICY.clocks);
    const id = await lead({ stage: "qualified" });
    await call(rep, id);
    await change(id, { stage: "accepted" });
    expect((await clocks(id)).map((c) => [c.step, c.state])).toEqual([["first_response", "met"]]);
  });

  it("undoing a conversion starts what its conversion had ended", async () => {
    await publish(rule());
    const id = await lead({ company: "上海云图科技有限公司" });
    await w.as(boss, convertLead, { id });
    expect(await running(id)).toEqual([]);
    await w.travel({ minutes: 20 });
    await w.as(boss, unconvertLead, { id });
    expect((await running(id)).map((c) => [c.step, c.due_at])).toEqual([["first_response", at("02T10:20")]]);
    expect((await w.as(admin, getRecord, { object: "lead", id })).response_due_at).toBe(at("02T10:20"));
  });
});

describe("steps before and after", () => {
  it("tells the owner, the manager and a group, makes the next step urgent, each once, after downtime too and marked late", async () => {
    await publish(rule({
      steps: [
        { id: "half", at: { percent: 50 }, do: "notify_owner" }, { id: "due", at: { minutes_after: 0 }, do: "notify_manager" },
        { id: "group", at: { minutes_after: 30 }, do: "notify_group", to: { people: [other.id], teams: [east] } }, { id: "raise", at: { minutes_after: 60 }, do: "raise_priority" },
      ],
    }));
    const id = await lead();
    await w.travel({ minutes: 31 });
    expect((await notices(rep, "sla_warning")).map((n) => n.facts.late)).toEqual([false]);
    await w.travel({ days: 1 });
    await Promise.all([sweepDue(w.house, sweeps), sweepDue(w.house, sweeps)]);
    expect((await notices(rep, "sla_warning"))).toHaveLength(1);
    expect((await notices(boss, "sla_breach")).map((n) => [n.facts.step, n.facts.late]).sort()).toEqual([["due", true], ["group", true]]);
    expect((await notices(other, "sla_breach")).map((n) => [n.facts.step, n.facts.late])).toEqual([["group", true]]);
    const { rows } = await sql<{ priority: string; is_next_step: boolean }>`select priority, is_next_step from crm.task where lead_id = ${id}`.execute(w.house.db);
    expect(rows).toEqual([{ priority: "high", is_next_step: true }]);
    await call(rep, id);
    expect((await sql<{ n: number }>`select count(*)::int as n from crm.task where lead_id = ${id} and done_at is null`.execute(w.house.db)).rows[0]?.n).toBe(0);
  });

  it("hands a missed lead to the next candidate, never to who missed it, and takes it back where nobody is left to ask", async () => {
    await w.as(admin, draftPolicy, { kind: "route", body: { rules: [{ id: "east", name: { zh: "华东轮转", en: "East" }, when: { all: [] }, target: { kind: "people", ids: [rep.id, mate.id] }, strategy: { kind: "round_robin" } }], fallback: { kind: "pool", id: DEFAULT_POOL } } });
    await w.as(admin, publishPolicy, { kind: "route" });
    await publish(rule({ steps: [{ id: "on", at: { minutes_after: 0 }, do: "reassign" }, { id: "back", at: { minutes_after: 60 }, do: "return_to_pool" }] }));
    const ids = await Promise.all([lead(), lead(), lead()]);
    await w.travel({ hours: 1 });
    expect(await Promise.all(ids.map(owner))).toEqual([mate.id, mate.id, mate.id]);
    expect(await notices(mate, "lead_assigned")).toHaveLength(3);
    expect(await notices(rep, "sla_reassigned")).toHaveLength(3);
    const receipts = await w.as(admin, recordReceipts, { object: "lead", id: ids[0] as string });
    const receipt = receipts.items.find((r) => r.kind === "sla" && r.outcome.do === "reassign");
    expect(receipt).toMatchObject({ outcome: { done: true, owner_id: mate.id } });
    expect(receipt?.candidates.find((c) => c.id === rep.id)?.outcome).toBe("out");
    // Mate misses it too: rep has missed it before, so nobody can take it; an hour later it goes back.
    await w.travel({ hours: 1 });
    expect(await Promise.all(ids.map(owner))).toEqual([mate.id, mate.id, mate.id]);
    expect(await notices(boss, "sla_nobody")).toHaveLength(3);
    await w.travel({ hours: 4 });
    expect(await Promise.all(ids.map(owner))).toEqual([null, null, null]);
  });
});

describe("groups and receipts", () => {
  it("a group of a team, a role and a person is told once each under its name, and the receipt says what was done and whom it told", async () => {
    await publish(rule({
      steps: [{ id: "half", at: { percent: 50 }, do: "notify_owner" }, { id: "group", at: { minutes_after: 0 }, do: "notify_group", to: { people: [other.id], teams: [east], roles: ["manager"], name: "华东告警" } }],
    }));
    const id = await lead();
    await w.travel({ hours: 1 });
    expect((await notices(boss, "sla_breach")).map((n) => [n.facts.group, n.facts.members])).toEqual([["华东告警", 4]]);
    expect(await Promise.all([rep, mate, other].map(async (who) => (await notices(who, "sla_breach")).length))).toEqual([1, 1, 1]);
    const receipt = (await w.as(admin, recordReceipts, { object: "lead", id })).items.find((r) => r.kind === "sla");
    expect(receipt?.explain.map((e) => e.zh).slice(-2)).toEqual(["2026-03-02 09:30 已提醒负责人", "2026-03-02 10:00 已通知群组「华东告警」：华东、团队主管、周敏"]);
    await expect(publish(rule({ steps: [{ id: "g", at: { minutes_after: 0 }, do: "notify_group", to: { people: [], teams: [], roles: [] } }] }))).rejects.toMatchObject({ code: "invalid_input" });
  });
});
