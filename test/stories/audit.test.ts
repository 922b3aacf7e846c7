import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../../core/access/keys/create.ts";
import { revokeApiKey } from "../../core/access/keys/revoke.ts";
import { createPerson } from "../../core/access/people/create.ts";
import { updatePerson } from "../../core/access/people/update.ts";
import { createRole } from "../../core/access/roles/create.ts";
import { updateRole } from "../../core/access/roles/update.ts";
import { createTeam } from "../../core/access/teams/create.ts";
import { removeTeam } from "../../core/access/teams/remove.ts";
import { listAudit } from "../../core/audit/list.ts";
import type { Actor } from "../../core/ctx.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { patchRecord, recordHistory } from "../../core/records/ops/one.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let rep: Person;
let other: Person;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  rep = await w.person("林晓", "rep", "华东");
  other = await w.person("陈宇", "rep", "华东");
});
afterAll(() => w.close());

const create = async (actor: Actor, object: string, body: Record<string, unknown>) => (await w.as(actor, createRecords, { object, body } as never)) as unknown as { id: string };

describe("the audit trail", () => {
  it("notes who changed which person, team, role and key, each field before and after, and no secret", async () => {
    const team = await w.as(admin, createTeam, { name: "华南" });
    const person = await w.as(admin, createPerson, { name: "赵敏", email: "zhao@example.cn", role: "rep", password: "a long enough pass 77" });
    await w.as(admin, updatePerson, { id: person.id, role: "manager", team_id: team.id, cap_open: 5, password: "another good pass 88" });
    await w.as(admin, updatePerson, { id: person.id, role: "manager" });
    await w.as(admin, createRole, { key: "helper", label: { zh: "助理", en: "Helper" }, grants: { verbs: {}, scope: {}, fields: {} } });
    await w.as(admin, updateRole, { key: "helper", grants: { verbs: { lead: ["read"] }, scope: {}, fields: {} } });
    const made = await w.as(admin, createApiKey, { name: "官网", role: "rep" });
    await w.as(admin, revokeApiKey, { id: made.id });
    await w.as(admin, revokeApiKey, { id: made.id });
    const empty = await w.as(admin, createTeam, { name: "空" });
    await w.as(admin, removeTeam, { id: empty.id });
    const { items } = await w.as(admin, listAudit, {});
    expect(items.map(({ event, subject_name }) => `${event} ${subject_name}`)).toEqual([
      "team.remove 空", "team.create 空", "api_key.revoke 官网", "api_key.create 官网", "role.update 助理", "role.create 助理", "person.update 赵敏", "person.create 赵敏", "team.create 华南",
    ]);
    expect(items.every(({ actor }) => actor.id === admin.id && actor.name === "管理员")).toBe(true);
    expect(items[6]?.diff).toEqual({ role: ["rep", "manager"], team_id: [null, team.id], cap_open: [null, 5], password: ["•••", "•••"] });
    expect(JSON.stringify(items)).not.toMatch(/pass 77|pass 88/);
    expect(JSON.stringify(items)).not.toContain(made.key);
    expect((await w.as(admin, listAudit, { subject: "team", limit: 2 })).items).toHaveLength(2);
    const first = await w.as(admin, listAudit, { limit: 4 });
    const rest = await w.as(admin, listAudit, { limit: 100, cursor: first.next_cursor ?? "" });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  });

  it("is for administrators", async () => {
    await expect(w.as(rep, listAudit, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("a change that is refused leaves no note", async () => {
    const before = (await w.as(admin, listAudit, {})).items.length;
    await expect(w.as(admin, createPerson, { name: "重复", email: "zhao@example.cn", role: "rep" })).rejects.toMatchObject({ code: "email_taken" });
    expect((await w.as(admin, listAudit, {})).items).toHaveLength(before);
  });
});

describe("history", () => {
  it("names the records, people and teams that links stood for, within what the viewer may see", async () => {
    const [a, b] = [await create(admin, "account", { name: "甲公司" }), await create(admin, "account", { name: "乙公司", owner_id: rep.id })];
    const deal = await create(admin, "opportunity", { name: "商机", account_id: a.id, owner_id: rep.id });
    await w.as(admin, patchRecord, { object: "opportunity", id: deal.id, body: { account_id: b.id, owner_id: other.id } });
    await w.as(admin, patchRecord, { object: "opportunity", id: deal.id, body: { owner_id: rep.id } });
    expect((await w.as(admin, recordHistory, { object: "opportunity", id: deal.id })).names).toEqual({ [a.id]: "甲公司", [b.id]: "乙公司", [rep.id]: "林晓", [other.id]: "陈宇" });
    const seen = await w.as(rep, recordHistory, { object: "opportunity", id: deal.id });
    expect(seen.names).toEqual({ [b.id]: "乙公司", [rep.id]: "林晓", [other.id]: "陈宇" });
  });
});

describe("activities and next steps", () => {
  const lead = () => create(admin, "lead", { name: "客户", phone: `139${Math.floor(Math.random() * 90_000_000 + 10_000_000)}`, owner_id: rep.id });
  const openSteps = async (id: string) => ((await w.as(admin, queryRecords, { object: "task", filter: { all: [{ field: "lead_id", op: "is", value: id }, { field: "done_at", op: "empty" }] }, fields: ["title", "due_at", "owner_id", "is_next_step"] })) as unknown as { items: Record<string, unknown>[] }).items;

  it("an activity belongs to whoever did it and cannot be put down to somebody else", async () => {
    const { id } = await lead();
    const about = { kind: "call", lead_id: id, happened_at: "2026-03-02T08:50:00+08:00" };
    await expect(create(rep, "activity", { ...about, owner_id: other.id })).rejects.toMatchObject({ code: "activity_owner_fixed" });
    const mine = await create(rep, "activity", about);
    await expect(w.as(rep, patchRecord, { object: "activity", id: mine.id, body: { owner_id: other.id } })).rejects.toMatchObject({ code: "activity_owner_fixed" });
    await w.as(rep, patchRecord, { object: "activity", id: mine.id, body: { summary: "补充" } });
  });

  it("a next step edited on the lead moves its one task, makes it where there is none, and ends it when cleared", async () => {
    const { id } = await lead();
    await w.as(rep, logActivity, { id, kind: "call", outcome: "connected", next_step: { at: "2026-03-03T10:00:00+08:00", text: "发报价" } });
    await w.as(rep, patchRecord, { object: "lead", id, body: { next_step_at: "2026-03-05T10:00:00+08:00" } });
    expect(await openSteps(id)).toMatchObject([{ title: "发报价", due_at: "2026-03-05T02:00:00.000Z", owner_id: rep.id, is_next_step: true }]);
    await w.as(rep, patchRecord, { object: "lead", id, body: { next_step_at: null, next_step: null } });
    expect(await openSteps(id)).toEqual([]);
    await w.as(rep, patchRecord, { object: "lead", id, body: { next_step_at: "2026-03-06T10:00:00+08:00", next_step: "回访" } });
    expect(await openSteps(id)).toMatchObject([{ title: "回访", due_at: "2026-03-06T02:00:00.000Z" }]);
    await w.as(rep, logActivity, { id, kind: "call", outcome: "connected", next_step: { at: "2026-03-06T10:00:00+08:00", text: "回访" } });
    expect(await openSteps(id)).toHaveLength(1);
  });
});
