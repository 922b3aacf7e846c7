import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addLeave } from "../../core/access/people/add_leave.ts";
import { listLeave } from "../../core/access/people/list_leave.ts";
import { removeLeave } from "../../core/access/people/remove_leave.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import type { RoutePolicy } from "../../leads/route/policy.ts";
import { getReroute, listReroutes, previewReroute, rerouteLeads, undoReroute } from "../../leads/route/reroute/ops.ts";
import { runHandover } from "../../leads/route/reroute/run.ts";
import { handOverLeaver, previewLeaver } from "../../leads/team/leaver.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let manager: Person;
let wang: Person;
let li: Person;
let han: Person;
let stranger: Person;
let phone = 700_000_000;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  manager = await w.person("周主管", "manager", "华东");
  [wang, li, han] = await Promise.all(["王芳", "李雷", "韩梅梅"].map((name) => w.person(name, "rep", "华东"))) as [Person, Person, Person];
  stranger = await w.person("外人", "rep", "华北");
  const body: RoutePolicy = {
    rules: [
      { id: "hot", name: { zh: "展会线索", en: "Expo leads" }, when: { field: "source", op: "is", value: "展会" }, target: { kind: "people", ids: [li.id] }, strategy: { kind: "round_robin" } },
      { id: "rest", name: { zh: "轮流", en: "In turn" }, when: { all: [] }, target: { kind: "people", ids: [wang.id, li.id, han.id] }, strategy: { kind: "least_open" } },
    ],
    fallback: { kind: "pool", id: DEFAULT_POOL },
  };
  await w.as(admin, draftPolicy, { kind: "route", body });
  await w.as(admin, publishPolicy, { kind: "route" });
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, limits: { ...DEFAULT_POOL_POLICY.limits, holding: null } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
});
afterAll(() => w.close());

const leads = async (count: number, more: Record<string, unknown> = {}) =>
  (await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: count }, (_, i) => ({ name: `客户 ${i}`, phone: `+8613${phone++}`, stage: "new", ...more })) as never))).map((one) => one.row?.id as string);
const records = async (object: string, count: number, more: Record<string, unknown>) =>
  (await transaction(w.system(), (tx) => createRows(tx, object, Array.from({ length: count }, (_, i) => ({ name: `${object} ${i}`, ...more })) as never))).map((one) => one.row?.id as string);
const ownersOf = async (object: string, ids: readonly string[]) => {
  const { rows } = await sql<{ id: string; owner_id: string | null }>`select id, owner_id from ${sql.table(`crm.${object}`)} where id = any(${ids}::uuid[])`.execute(w.house.db);
  const owners = new Map(rows.map((row) => [row.id, row.owner_id]));
  return ids.map((id) => owners.get(id));
};
/** Counters of quotas have to agree with what is held. */
async function countersHold(): Promise<void> {
  const { rows } = await sql`
    select l.person_id from clew.load l where l.held <> (select count(*) from crm.lead where owner_id = l.person_id and stage not in ('converted', 'disqualified'))`.execute(w.house.db);
  expect(rows).toEqual([]);
}

describe("re-routing many leads", () => {
  it("a preview says who would get what and why, and writes nothing, not even a turn", async () => {
    const ids = [...await leads(4, { owner_id: wang.id }), ...await leads(1, { owner_id: wang.id, source: "展会" }), ...await leads(1, { owner_id: wang.id, no_automation: true })];
    const before = await ownersOf("lead", ids);
    const answer = await w.as(manager, previewReroute, { ids, give: { by: "policy" } });
    expect(answer).toMatchObject({ leads: 6, to_pool: 0 });
    expect(answer.people.find((one) => one.id === wang.id)).toMatchObject({ held: 6 });
    expect(answer.items.find((one) => one.to === null && one.explain.some(({ zh }) => zh.includes("不做自动决策")))).toBeDefined();
    expect(answer.items.some((one) => one.to?.owner_id === li.id && one.explain.some(({ zh }) => zh === "命中规则「展会线索」"))).toBe(true);
    expect(await ownersOf("lead", ids)).toEqual(before);
    expect((await sql`select 1 from clew.handover`.execute(w.house.db)).rows).toEqual([]);
  });

  it("what was previewed is what happens; undo gives back, except what somebody has worked on since, by name", async () => {
    const ids = await leads(6, { owner_id: wang.id });
    const foreseen = await w.as(manager, previewReroute, { ids, give: { by: "even", ids: [li.id, han.id] } });
    const done = await w.as(manager, rerouteLeads, { ids, give: { by: "even", ids: [li.id, han.id] } });
    expect(done).toMatchObject({ status: "done", total: 6, counts: { moved: 6 }, undoable: true, by: "周主管" });
    const owners = await ownersOf("lead", ids);
    expect(owners.filter((id) => id === li.id)).toHaveLength(3);
    for (const item of foreseen.items) expect(owners[ids.indexOf(item.id)]).toBe(item.to?.owner_id);
    const worked = ids.find((_, i) => owners[i] === li.id) as string;
    await w.as(li, logActivity, { id: worked, kind: "call", nothing_next: true });
    const given = ids.find((id) => id !== worked && owners[ids.indexOf(id)] === li.id) as string;
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: given, changes: { owner_id: han.id } }]));
    const undone = await w.as(manager, undoReroute, { id: done.id });
    expect(undone).toMatchObject({ status: "undone", counts: { back: 4, stayed: 2 } });
    expect(undone.exceptions.map((one) => one.id).sort()).toEqual([worked, given].sort());
    expect(undone.exceptions.every((one) => one.name.startsWith("客户 "))).toBe(true);
    expect((await ownersOf("lead", ids)).filter((id) => id === wang.id)).toHaveLength(4);
    await countersHold();
  });

  it("a chosen rule, a filter, a pool, a full receiver: each says what stayed and why", async () => {
    const ids = await leads(3, { owner_id: wang.id, city: "杭州市" });
    const filter = { all: [{ field: "city", op: "is", value: "杭州市" }, { field: "owner_id", op: "is", value: wang.id }] };
    await sql`update clew.person set cap_open = (select held + 2 from clew.load where person_id = ${li.id}) where id = ${li.id}`.execute(w.house.db);
    const { directory } = await import("../../core/access/directory.ts");
    await directory.changed(w.system());
    const done = await w.as(manager, rerouteLeads, { filter, give: { by: "rule", rule: "hot" } });
    expect(done).toMatchObject({ counts: { moved: 2, kept: 1 } });
    const { exceptions } = await w.as(manager, getReroute, { id: done.id });
    expect(exceptions).toMatchObject([{ state: "kept", reason: { code: "nobody_can_take" } }]);
    const byHand = await w.as(manager, rerouteLeads, { ids: [ids.find((_, i) => i === 2) as string], give: { by: "person", id: li.id } });
    expect(byHand.counts).toEqual({ refused: 1 });
    await sql`update clew.person set cap_open = null`.execute(w.house.db);
    await directory.changed(w.system());
    await w.as(manager, rerouteLeads, { ids, give: { by: "pool", id: DEFAULT_POOL } });
    expect(await ownersOf("lead", ids)).toEqual([null, null, null]);
    await countersHold();
  });

  it("many are moved by a job that reports its progress, goes on after a crash, and is undone in the same way", async () => {
    const ids = await leads(1_050, { owner_id: wang.id, city: "苏州市" });
    const begun = await w.as(manager, rerouteLeads, { filter: { field: "city", op: "is", value: "苏州市" }, give: { by: "person", id: admin.id } });
    expect(begun).toMatchObject({ status: "running", total: 1_050, done: 0 });
    await Promise.all([runHandover.run(w.house, { id: begun.id }), runHandover.run(w.house, { id: begun.id })]);
    expect((await w.as(manager, listReroutes, {})).items[0]).toMatchObject({ id: begun.id, status: "done", done: 1_050, counts: { moved: 1_050 } });
    expect(new Set(await ownersOf("lead", ids))).toEqual(new Set([admin.id]));
    await w.as(manager, undoReroute, { id: begun.id });
    await runHandover.run(w.house, { id: begun.id });
    expect(await w.as(manager, getReroute, { id: begun.id })).toMatchObject({ status: "undone", counts: { back: 1_050 } });
    expect(new Set(await ownersOf("lead", ids))).toEqual(new Set([wang.id]));
    await countersHold();
  }, 120_000);

  it("leads outside one's scope are not touched, and reps may not re-route", async () => {
    const theirs = await leads(2, { owner_id: stranger.id });
    expect(await w.as(manager, rerouteLeads, { ids: theirs, give: { by: "person", id: li.id } })).toMatchObject({ total: 0, status: "done" });
    expect(await ownersOf("lead", theirs)).toEqual([stranger.id, stranger.id]);
    await expect(w.as(wang, rerouteLeads, { ids: theirs, give: { by: "policy" } })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("somebody leaves", () => {
  it("everything goes in one step, the person is switched off, and one undo brings all of it back", async () => {
    const leaver = await w.person("赵强", "rep", "华东");
    const own = await leads(4, { owner_id: leaver.id });
    const accounts = await records("account", 2, { owner_id: leaver.id });
    const contacts = await records("contact", 2, { owner_id: leaver.id, account_id: accounts[0] });
    const opportunities = await records("opportunity", 1, { owner_id: leaver.id, account_id: accounts[1], stage: "discovery" });
    const won = await records("opportunity", 1, { owner_id: leaver.id, stage: "won" });
    const [followed] = await transaction(w.system(), (tx) => createRows(tx, "task", [{ title: "回电", owner_id: leaver.id, lead_id: own[0] as string }])) ;
    const [loose] = await transaction(w.system(), (tx) => createRows(tx, "task", [{ title: "整理资料", owner_id: leaver.id }]));
    const split = { by: "even" as const, ids: [li.id, han.id] };
    const preview = await w.as(admin, previewLeaver, { id: leaver.id, plan: { lead: split } });
    expect(preview).toMatchObject({ counts: { lead: 4, account: 2, contact: 2, opportunity: 1, task: 2 }, leads: { moving: 4 } });
    const done = await w.as(admin, handOverLeaver, { id: leaver.id, deactivate: true, plan: { lead: split, account: split, contact: split, opportunity: split, task: { by: "person", id: manager.id } } });
    expect(done).toMatchObject({ kind: "leaver", status: "done", person: "赵强", counts: { moved: 10, kept: 1 } });
    const left = await sql<{ n: number }>`select (select count(*) from crm.lead where owner_id = ${leaver.id}) + (select count(*) from crm.account where owner_id = ${leaver.id}) + (select count(*) from crm.task where owner_id = ${leaver.id}) as n`.execute(w.house.db);
    expect(left.rows[0]?.n).toBe(0);
    // What hangs on an account goes with it, a task with its lead; what was won stays where it was won.
    const [first, second] = await ownersOf("account", accounts);
    expect(await ownersOf("contact", contacts)).toEqual([first, first]);
    expect(await ownersOf("opportunity", opportunities)).toEqual([second]);
    expect(await ownersOf("opportunity", won)).toEqual([leaver.id]);
    expect(await ownersOf("task", [followed?.row?.id as string, loose?.row?.id as string])).toEqual([...(await ownersOf("lead", [own[0] as string])), manager.id]);
    expect((await sql`select status from clew.person where id = ${leaver.id}`.execute(w.house.db)).rows).toEqual([{ status: "inactive" }]);
    const undone = await w.as(admin, undoReroute, { id: done.id });
    expect(undone).toMatchObject({ status: "undone", counts: { back: 10 } });
    expect((await sql`select status from clew.person where id = ${leaver.id}`.execute(w.house.db)).rows).toEqual([{ status: "active" }]);
    for (const [object, ids] of [["lead", own], ["account", accounts], ["contact", contacts], ["opportunity", opportunities], ["task", [followed?.row?.id, loose?.row?.id]]] as const) {
      expect(new Set(await ownersOf(object, ids as string[]))).toEqual(new Set([leaver.id]));
    }
    await countersHold();
  });

  it("a manager hands over for people of their own teams only, and switches nobody off", async () => {
    await expect(w.as(manager, handOverLeaver, { id: stranger.id, plan: { lead: { by: "policy" } } })).rejects.toMatchObject({ code: "not_found" });
    await expect(w.as(manager, handOverLeaver, { id: wang.id, plan: {}, deactivate: true })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("leave with a cover", () => {
  it("what is open or due goes to the cover when the leave begins and comes back when it ends, however late it is swept", async () => {
    w.at("2026-04-06T09:00:00+08:00");
    const away = await w.person("孙悦", "rep", "华东");
    const unanswered = await leads(2, { owner_id: away.id });
    const [quiet] = await leads(1, { owner_id: away.id, next_step_at: "2026-05-20T02:00:00.000Z" });
    await w.as(away, logActivity, { id: quiet as string, kind: "call", next_step: { at: "2026-05-20T10:00:00+08:00" } });
    const [task] = await transaction(w.system(), (tx) => createRows(tx, "task", [{ title: "寄样品", owner_id: away.id, due_at: "2026-04-08T02:00:00.000Z" }]));
    await w.as(away, addLeave, { id: away.id, from_at: "2026-04-07T00:00:00+08:00", to_at: "2026-04-10T00:00:00+08:00", cover: { to: "person", id: li.id } });
    await w.travel({ hours: 10 });
    expect(await ownersOf("lead", unanswered)).toEqual([away.id, away.id]);
    await w.travel({ hours: 10 });
    expect(await ownersOf("lead", [...unanswered, quiet as string])).toEqual([li.id, li.id, away.id]);
    expect(await ownersOf("task", [task?.row?.id as string])).toEqual([li.id]);
    await w.as(li, logActivity, { id: unanswered[0] as string, kind: "call", nothing_next: true });
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: unanswered[1] as string, changes: { owner_id: han.id } }]));
    await w.travel({ days: 6 });
    expect(await ownersOf("lead", unanswered)).toEqual([away.id, han.id]);
    expect(await ownersOf("task", [task?.row?.id as string])).toEqual([away.id]);
    expect((await w.as(away, listLeave, { id: away.id })).items[0]).toMatchObject({ state: "over", cover: { to: "person", id: li.id } });
    await countersHold();
  });

  it("a leave taken back while it is covered brings the work back at once; without coming back it stays", async () => {
    w.at("2026-06-01T09:00:00+08:00");
    const away = await w.person("钱一", "rep", "华东");
    const [back] = await leads(1, { owner_id: away.id });
    const leave = await w.as(manager, addLeave, { id: away.id, from_at: "2026-06-01T08:00:00+08:00", to_at: "2026-06-20T00:00:00+08:00", cover: { to: "team", id: away.teamId as string } });
    await w.travel({ minutes: 1 });
    expect((await ownersOf("lead", [back as string]))[0]).not.toBe(away.id);
    await w.as(manager, removeLeave, { id: away.id, leave_id: leave.id });
    await w.travel({ minutes: 1 });
    expect(await ownersOf("lead", [back as string])).toEqual([away.id]);
    await w.as(manager, addLeave, { id: away.id, from_at: "2026-06-01T09:01:00+08:00", to_at: "2026-06-02T00:00:00+08:00", cover: { to: "policy" }, comes_back: false });
    await w.travel({ minutes: 1 });
    const [owner] = await ownersOf("lead", [back as string]);
    expect(owner).not.toBe(away.id);
    await w.travel({ days: 2 });
    expect(await ownersOf("lead", [back as string])).toEqual([owner]);
  });

  it("a rep names a cover of the own team only", async () => {
    await expect(w.as(wang, addLeave, { id: wang.id, from_at: "2026-07-01T08:00:00+08:00", to_at: "2026-07-02T00:00:00+08:00", cover: { to: "person", id: stranger.id } })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
