import { text } from "node:stream/consumers";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRole } from "../../core/access/roles/create.ts";
import { listAudit } from "../../core/audit/list.ts";
import type { Actor } from "../../core/ctx.ts";
import type { Download } from "../../core/op.ts";
import { exportRecords } from "../../core/records/ops/export.ts";
import { changeField, createField } from "../../core/objects/ops/change.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { createView } from "../../core/views/ops/create.ts";
import { listViews } from "../../core/views/ops/list.ts";
import { orderViews } from "../../core/views/ops/order.ts";
import { removeView, restoreView } from "../../core/views/ops/remove.ts";
import { updateView } from "../../core/views/ops/update.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person, manager: Person, rep: Person, mate: Person, other: Person, viewer: Person;

beforeAll(async () => {
  w = await world();
  await w.team("销售部");
  await w.team("华东", "销售部");
  [admin, manager, rep, mate, other, viewer] = [
    await w.person("周敏", "admin"), await w.person("王主管", "manager", "销售部"), await w.person("林晓", "rep", "华东"),
    await w.person("陈宇", "rep", "华东"), await w.person("外人", "rep", "华南"), await w.person("看客", "viewer"),
  ];
});
afterAll(() => w.close());

const hot = { filter: { all: [{ field: "score", op: "gte", value: 80 }, { field: "stage", op: "is", value: "new" }] }, q: "", sort: ["-score"], columns: [{ key: "name", frozen: true }, { key: "phone", frozen: false }] };
const names = async (who: Actor, object = "lead") => (await w.as(who, listViews, { object })).items.map((view) => view.name);
const save = (who: Actor, name: string, shared: "private" | "team" | "all" = "private", state: object = hot) => w.as(who, createView, { object: "lead", name, shared, state });

describe("saved views", () => {
  it("a view is one's own until it is shared: with the team and those below, or with everybody", async () => {
    await save(rep, "我的热线索");
    expect(await names(mate)).toEqual([]);
    await save(rep, "华东热线索", "team");
    await save(manager, "部门热线索", "team");
    expect(await names(rep)).toEqual(["我的热线索", "华东热线索", "部门热线索"]);
    expect(await names(mate)).toEqual(["华东热线索", "部门热线索"]);
    expect(await names(manager)).toEqual(["部门热线索"]);
    expect(await names(other)).toEqual([]);
    await save(manager, "全公司", "all");
    expect(await names(other)).toEqual(["全公司"]);
    expect(await names(viewer)).toEqual(["全公司"]);
    expect(await names(rep, "account")).toEqual([]);
  });

  it("only who may share shares with everybody, and changes what everybody sees", async () => {
    await expect(save(rep, "给所有人", "all")).rejects.toMatchObject({ code: "forbidden", facts: { need: "view:share" } });
    const mine = await save(rep, "想共享");
    await expect(w.as(rep, updateView, { id: mine.id, shared: "all" })).rejects.toMatchObject({ code: "forbidden" });
    const shared = (await w.as(rep, listViews, { object: "lead" })).items.find((view) => view.name === "全公司")!;
    expect(shared).toMatchObject({ mine: false, abilities: [], owner: { name: "王主管" } });
    await expect(w.as(rep, updateView, { id: shared.id, name: "改名" })).rejects.toMatchObject({ code: "view_not_yours" });
    await expect(w.as(rep, removeView, { id: shared.id })).rejects.toMatchObject({ code: "view_not_yours" });
    await expect(w.as(mate, updateView, { id: mine.id, name: "偷改" })).rejects.toMatchObject({ code: "not_found" });
    expect((await w.as(admin, updateView, { id: shared.id, name: "全公司热线索" })).name).toBe("全公司热线索");
    await w.as(rep, removeView, { id: mine.id });
  });

  it("who may only read keeps views of their own, and shares none", async () => {
    const own = await save(viewer, "看客的");
    expect(own).toMatchObject({ mine: true, shared: "private", abilities: ["edit", "remove"] });
    await expect(save(viewer, "给团队", "team")).rejects.toMatchObject({ code: "forbidden", facts: { need: "view:create" } });
    await expect(save(viewer, "给所有人", "all")).rejects.toMatchObject({ code: "forbidden", facts: { need: "view:share" } });
    await expect(w.as(viewer, updateView, { id: own.id, shared: "team" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await w.as(viewer, updateView, { id: own.id, name: "我看的", state: { sort: ["-created_at"] } })).toMatchObject({ name: "我看的", shared: "private", state: { sort: ["-created_at"] } });
    await w.as(viewer, removeView, { id: own.id });
    await w.as(viewer, restoreView, { id: own.id });
    expect(await names(viewer)).toEqual(["全公司热线索", "我看的"]);
    expect(await names(rep)).not.toContain("我看的");
    await w.as(admin, createRole, { key: "blind", label: { zh: "无视图", en: "No views" }, grants: { verbs: { lead: ["read"] }, scope: { "*": "all" }, fields: {} } });
    await expect(save(await w.person("没有视图", "blind"), "不行")).rejects.toMatchObject({ code: "forbidden", facts: { need: "view:read" } });
  });

  it("whose right to views is taken away keeps what is their own, no longer what they share with the team", async () => {
    const [alone, shared] = [await save(rep, "自己看"), await save(rep, "给组里", "team")];
    const readOnly: Actor = { ...rep, grants: { ...rep.grants, verbs: { ...rep.grants.verbs, view: ["read"] } } };
    expect((await w.as(readOnly, updateView, { id: alone.id, name: "仍自己看" })).name).toBe("仍自己看");
    await expect(w.as(readOnly, updateView, { id: shared.id, name: "改组里" })).rejects.toMatchObject({ code: "view_not_yours" });
    for (const { id } of [alone, shared]) await w.as(rep, removeView, { id });
  });

  it("stands as a list or as a board, as it was saved", async () => {
    const board = await save(mate, "看板", "private", { ...hot, as: "board" });
    expect((await w.as(mate, listViews, { object: "lead" })).items.find((view) => view.id === board.id)?.state).toEqual({ ...hot, as: "board" });
    await expect(save(mate, "圆的", "private", { as: "circle" })).rejects.toMatchObject({ code: "invalid_input" });
    await w.as(mate, removeView, { id: board.id });
  });

  it("keeps its conditions, order and columns to the letter, and a stale change is refused", async () => {
    const view = await save(mate, "逐字");
    expect(JSON.stringify((await w.as(mate, listViews, { object: "lead" })).items.find((each) => each.id === view.id)?.state.filter)).toBe(JSON.stringify(hot.filter));
    const renamed = await w.as(mate, updateView, { id: view.id, name: "逐字逐句" }, { ifMatch: `${view.version}` });
    expect(renamed).toMatchObject({ name: "逐字逐句", state: hot, version: view.version + 1 });
    await expect(w.as(mate, updateView, { id: view.id, name: "旧" }, { ifMatch: `${view.version}` })).rejects.toMatchObject({ code: "conflict" });
    await w.as(mate, removeView, { id: view.id });
    await expect(w.as(mate, updateView, { id: view.id, name: "没了" })).rejects.toMatchObject({ code: "not_found" });
    await w.as(mate, restoreView, { id: view.id });
    expect(await names(mate)).toContain("逐字逐句");
    await w.as(mate, removeView, { id: view.id });
    w.at("2026-05-02T09:00:00+08:00");
    await w.as(mate, removeView, { id: (await save(mate, "一个月后")).id });
    await expect(w.as(mate, restoreView, { id: view.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await sql<{ n: number }>`select count(*)::int n from clew.view where id = ${view.id}`.execute(w.house.db)).rows[0]?.n).toBe(0);
  });

  it("everybody has an order of their own", async () => {
    const before = (await w.as(rep, listViews, { object: "lead" })).items;
    await w.as(rep, orderViews, { object: "lead", ids: before.map((view) => view.id).toReversed() });
    expect(await names(rep)).toEqual(before.map((view) => view.name).toReversed());
    expect(await names(mate)).toEqual(["华东热线索", "部门热线索", "全公司热线索"]);
  });

  it("takes no field, order or column that its maker may not ask", async () => {
    const bad = (state: object) => expect(w.as(rep, createView, { object: "lead", name: "坏", state })).rejects.toMatchObject({ code: "invalid_input" });
    await bad({ filter: { field: "no_such", op: "is", value: 1 } });
    await bad({ filter: { field: "score", op: "contains", value: "x" } });
    await bad({ sort: ["tags"] });
    await bad({ columns: [{ key: "phone_key", frozen: false }] });
    await expect(w.as(rep, createView, { object: "no_such", name: "坏", state: {} })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(rep, createView, { object: "lead", name: "坏", state: { colour: "red" } as never })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("never shows more than the viewer may see: masked fields are not told as conditions, and the records stay within the scope", async () => {
    const guess = await save(manager, "猜手机", "all", { filter: { field: "phone", op: "starts_with", value: "1397111" }, columns: [{ key: "name", frozen: true }, { key: "budget", frozen: false }] });
    const told = (await w.as(viewer, listViews, { object: "lead" })).items.find((view) => view.id === guess.id)!;
    expect(told).toMatchObject({ usable: false, state: { q: "", sort: [] } });
    expect(JSON.stringify(told)).not.toContain("1397111");
    await w.as(admin, createRole, { key: "narrow", label: { zh: "窄", en: "Narrow" }, grants: { verbs: { lead: ["read"], view: ["read"] }, scope: { "*": "own" }, fields: { lead: { budget: "hidden" } } } });
    const narrow = await w.person("窄眼", "narrow");
    const seen = (await w.as(narrow, listViews, { object: "lead" })).items.find((view) => view.id === guess.id)!;
    expect(seen.state.columns).toEqual([{ key: "name", frozen: true }]);
    await w.as(admin, createRecords, { object: "lead", body: { name: "别人的", phone: "13971110001", owner_id: rep.id } });
    expect((await w.as(narrow, queryRecords, { object: "lead", filter: seen.state.filter })).items).toEqual([]);
    await expect(w.as(narrow, listViews, { object: "account" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("a view whose field was retired says so and comes back with the field", async () => {
    await w.as(admin, createField, { object: "lead", key: "hobby", type: "text", label: { zh: "爱好", en: "Hobby" } });
    const view = await save(rep, "有爱好", "private", { filter: { field: "hobby", op: "not_empty" } });
    const usable = async () => (await w.as(rep, listViews, { object: "lead" })).items.find((each) => each.id === view.id)?.usable;
    await w.as(admin, changeField, { object: "lead", key: "hobby", retired: true });
    expect(await usable()).toBe(false);
    await w.as(admin, changeField, { object: "lead", key: "hobby", retired: false });
    expect(await usable()).toBe(true);
  });
});

describe("export", () => {
  it("takes out what the list shows, masked as it shows, and notes who took it", async () => {
    await w.as(admin, createRecords, { object: "lead", body: { items: [{ name: "出口甲", phone: "13971119001", city: "南通" }, { name: "出口乙", phone: "13971119002", city: "南通" }, { name: "别处", phone: "13971119003", city: "苏州" }] } });
    await w.as(admin, createRole, { key: "taker", label: { zh: "导出员", en: "Taker" }, grants: { verbs: { lead: ["read", "export"] }, scope: { "*": "all" }, fields: { lead: { phone: "masked" } } } });
    const taker = await w.person("小顾", "taker");
    const file = (await w.as(taker, exportRecords, { object: "lead", filter: JSON.stringify({ field: "city", op: "is", value: "南通" }), sort: "name", fields: "name,phone" })) as Download;
    const lines = (await text(file.body as NodeJS.ReadableStream)).trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/姓名,手机$/);
    expect(lines.slice(1).filter((line) => /^出口[甲乙],/.test(line) && line.includes("*") && !line.includes("971119"))).toHaveLength(2);
    expect((await w.as(admin, listAudit, { subject: "export" })).items).toMatchObject([{ actor: { name: "小顾" }, subject_id: "lead", diff: { rows: [null, 2], fields: [null, ["name", "phone"]], filter: [null, { field: "city", op: "is", value: "南通" }] } }]);
    await expect(w.as(rep, exportRecords, { object: "lead" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(taker, exportRecords, { object: "lead", filter: JSON.stringify({ field: "phone", op: "is", value: "13971119001" }) })).rejects.toMatchObject({ code: "invalid_input" });
    expect((await w.as(admin, listAudit, { subject: "export" })).items).toHaveLength(1);
  });
});
