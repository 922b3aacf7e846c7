import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations, standardObjectList } from "../../apps/everything.ts";
import { ROOMS } from "../../core/access/rooms.ts";
import type { Actor } from "../../core/ctx.ts";
import type { AnyOp } from "../../core/op.ts";
import { type Served, served } from "../setup/server.ts";
import { type World, world } from "../world.ts";

let w: World;
let s: Served;
let admin: Actor & { kind: "person" }, rep: Actor & { kind: "person" }, mate: Actor & { kind: "person" }, viewer: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  s = await served(w);
  [admin, rep, mate, viewer] = [await w.person("周敏", "admin"), await w.person("林晓", "rep", "华东"), await w.person("陈宇", "rep", "华东"), await w.person("看客", "viewer")];
});
afterAll(async () => {
  await s.close();
  await w.close();
});

const label = { zh: "合同", en: "Contract" };

describe("an own object", () => {
  it("is a sales rep's to use at once, within the rep's scope, when its maker says so", async () => {
    const body = { key: "contract", label, fields: [{ key: "amount", type: "money", label: { zh: "金额", en: "Amount" } }], roles: [{ role: "rep", access: "edit" }, { role: "manager", access: "read" }] };
    const plan = await s.request(admin, "POST", "/api/v1/objects/plan", body);
    expect((plan.json as { steps: { kind: string; title: { zh: string } }[] }).steps.filter((step) => step.kind === "grant").map((step) => step.title.zh)).toEqual(["角色「销售」可查看和编辑", "角色「团队主管」可查看"]);
    expect((await s.request(rep, "GET", "/api/v1/records/contract")).status).toBe(403);
    expect((await s.request(admin, "POST", "/api/v1/objects", body)).status).toBe(201);
    const made = await s.request(rep, "POST", "/api/v1/records/contract", { name: "框架合同", amount: 120_000 });
    expect([made.status, (made.json as { owner_id: string }).owner_id]).toEqual([201, rep.id]);
    await s.request(mate, "POST", "/api/v1/records/contract", { name: "别人的合同" });
    const list = await s.request(rep, "GET", "/api/v1/records/contract?count=true");
    expect((list.json as { items: { name: string }[] }).items.map((item) => item.name)).toEqual(["框架合同"]);
    expect(((await s.request(rep, "GET", "/api/v1/objects")).json as { items: { key: string }[] }).items.some((object) => object.key === "contract")).toBe(true);
    expect((await s.request(rep, "POST", "/api/v1/views", { object: "contract", name: "大合同", state: { filter: { field: "amount", op: "gt", value: 100_000 } } })).status).toBe(201);
    expect((await s.request(viewer, "GET", "/api/v1/records/contract")).status).toBe(403);
    expect(((await s.request(admin, "GET", "/api/v1/audit?subject=role")).json as { items: { subject_id: string }[] }).items.map((entry) => entry.subject_id).toSorted()).toEqual(["manager", "rep"]);
    expect((await s.request(null, "GET", "/api/openapi.json")).status).toBeLessThan(500);
  });

  it("is made whole or not at all: a role nobody has, or rights beyond the maker's, make no object", async () => {
    const answer = await s.request(admin, "POST", "/api/v1/objects", { key: "visit", label, roles: [{ role: "nobody", access: "read" }] });
    expect([answer.status, (answer.json as { errors: { path: string }[] }).errors[0]?.path]).toEqual([400, "roles"]);
    const designs = { verbs: { object: ["read", "edit"] }, scope: { "*": "all" }, fields: {} };
    await s.request(admin, "POST", "/api/v1/roles", { key: "designer", label, grants: designs });
    const designer = await w.person("设计", "designer");
    expect((await s.request(designer, "POST", "/api/v1/objects", { key: "visit", label, roles: [{ role: "rep", access: "edit" }] })).status).toBe(403);
    expect((await s.request(designer, "POST", "/api/v1/objects", { key: "visit", label })).status).toBe(201);
  });

  it("cannot take the name of a room, whose rights it would inherit", async () => {
    const answer = await s.request(admin, "POST", "/api/v1/objects", { key: "policy", label });
    expect([answer.status, (answer.json as { errors: { path: string }[] }).errors[0]?.path]).toEqual([400, "key"]);
    const objects = new Set([...standardObjectList.map((object) => object.def.key), "person", "team"]);
    const rooms = (operations as readonly AnyOp[]).flatMap((operation) => (typeof operation.needs === "string" && operation.needs.includes(":") ? [operation.needs.split(":")[0] as string] : []));
    expect([...new Set(rooms)].filter((room) => !objects.has(room) && !ROOMS.has(room))).toEqual([]);
  });
});
