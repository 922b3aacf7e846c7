import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aggregateRecords } from "../../core/records/ops/aggregate.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord, recordHistory, removeRecord, restoreRecords } from "../../core/records/ops/one.ts";
import { upsertRecords } from "../../core/records/ops/upsert.ts";
import { changeField, createField, createObject } from "../../core/objects/ops/change.ts";
import { type World, world } from "../world.ts";
import type { Actor } from "../../core/ctx.ts";

let w: World;
let admin: Actor;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
});
afterAll(() => w.close());

const one = async (input: Record<string, unknown>) => (await w.as(admin, createRecords, { object: "account", body: input })) as { id: string; version: number; [key: string]: unknown };

describe("records", () => {
  it("a record can be created, read, changed, removed and restored, and its history says who did it", async () => {
    const made = await one({ name: "上海天海机械有限公司", phone: "+862158880000" });
    expect(made).toMatchObject({ name: "上海天海机械有限公司", version: 1, created_by: admin.id });
    const changed = await w.as(admin, patchRecord, { object: "account", id: made.id, body: { industry: "制造业" } }, { ifMatch: '"1"' });
    expect(changed).toMatchObject({ industry: "制造业", version: 2 });
    await w.as(admin, removeRecord, { object: "account", id: made.id });
    await expect(w.as(admin, getRecord, { object: "account", id: made.id })).rejects.toMatchObject({ code: "not_found" });
    await w.as(admin, restoreRecords, { object: "account", ids: [made.id] });
    expect(await w.as(admin, getRecord, { object: "account", id: made.id })).toMatchObject({ industry: "制造业" });
    const { items } = await w.as(admin, recordHistory, { object: "account", id: made.id });
    expect(items.map((i) => i.cause.event ?? null)).toEqual(["account.restored", "account.removed", null, null]);
    expect(items[2]).toMatchObject({ actor: { name: "管理员" }, diff: { industry: [null, "制造业"] } });
  });

  it("a change based on an old version is refused and changes nothing", async () => {
    const made = await one({ name: "甲" });
    await w.as(admin, patchRecord, { object: "account", id: made.id, body: { city: "杭州市" } });
    await expect(w.as(admin, patchRecord, { object: "account", id: made.id, body: { city: "宁波市" } }, { ifMatch: "1" })).rejects.toMatchObject({ code: "conflict", status: 409 });
    expect(await w.as(admin, getRecord, { object: "account", id: made.id })).toMatchObject({ city: "杭州市" });
  });

  it("wrong fields are refused by name, and none of a batch is written", async () => {
    const attempt = w.as(admin, createRecords, { object: "account", body: { items: [{ name: "好" }, { name: "坏", colour: "red" }, { phone: "+862158880000" }] } });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "items[1].colour" }, { path: "items[2].name" }] });
    expect((await w.as(admin, queryRecords, { object: "account", filter: { field: "name", op: "is", value: "好" } })).items).toEqual([]);
  });

  it("two Chinese characters, pinyin initials and part of a phone number find a record", async () => {
    const made = await one({ name: "深圳蓝图供应链有限公司", phone: "+8613912345678" });
    for (const q of ["蓝图", "供应链", "szlt", "shenzhenlantu", "2345678", "蓝图 2345", "蓝"]) {
      const { items } = await w.as(admin, queryRecords, { object: "account", q });
      expect(items.map((i) => i.id), q).toContain(made.id);
    }
    expect((await w.as(admin, queryRecords, { object: "account", q: "红图" })).items).toEqual([]);
  });

  it("pages stay stable while records are being added", async () => {
    for (let i = 0; i < 7; i++) await one({ name: `页${i}`, city: "翻页市" });
    const filter = { field: "city", op: "is", value: "翻页市" };
    for (const sort of [["-created_at"], ["name"], ["-phone", "name"]]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await w.as(admin, queryRecords, { object: "account", filter, sort, limit: 3, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map((i) => i.id));
        if (seen.length === 3) await one({ name: "页9 新来的", city: "翻页市" });
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      expect(new Set(seen).size, sort.join()).toBe(seen.length);
      expect(seen.length).toBeGreaterThanOrEqual(7);
    }
  });

  it("groups click down to exactly their records", async () => {
    await one({ name: "子", industry: "物流", city: "分组市" });
    await one({ name: "丑", industry: "物流", city: "分组市" });
    await one({ name: "寅", city: "分组市" });
    const { rows } = await w.as(admin, aggregateRecords, {
      object: "account", filter: { field: "city", op: "is", value: "分组市" }, group_by: [{ field: "industry" }, { field: "created_at", bucket: "month" }], measures: [{ op: "count" }],
    });
    expect(rows.map((r) => [r.groups, r.measures])).toEqual([[["物流", "2026-03-01"], [2]], [[null, "2026-03-01"], [1]]]);
    for (const row of rows) {
      const { items } = await w.as(admin, queryRecords, { object: "account", filter: row.filter });
      expect(items.length).toBe(row.measures[0]);
    }
  });

  it("an own object has a table, a form of its own and a place in the API at once", async () => {
    await w.as(admin, createObject, { key: "visit_plan", label: { zh: "拜访计划", en: "Visit plan" }, fields: [{ key: "city", type: "text", label: { zh: "城市", en: "City" }, indexed: true }] });
    await w.as(admin, createField, { object: "visit_plan", key: "no", type: "auto_number", prefix: "V-", label: { zh: "编号", en: "No" } });
    const made = (await w.as(admin, createRecords, { object: "visit_plan", body: { items: [{ name: "一", city: "苏州市" }, { name: "二" }] } })) as { items: { id: string }[] };
    const { items } = await w.as(admin, queryRecords, { object: "visit_plan", sort: ["no"] });
    expect(items.map((i) => [i.name, i.no])).toEqual([["一", "V-000001"], ["二", "V-000002"]]);
    expect(made.items).toHaveLength(2);
  });

  it("a shipped field can be retired and restored, but not one that Clew relies on", async () => {
    await w.as(admin, changeField, { object: "account", key: "website", retired: true });
    await expect(w.as(admin, createRecords, { object: "account", body: { name: "旧", website: "https://example.cn" } })).rejects.toMatchObject({ errors: [{ path: "website" }] });
    await w.as(admin, changeField, { object: "account", key: "website", retired: false });
    expect(await one({ name: "新", website: "https://example.cn" })).toMatchObject({ website: "https://example.cn" });
    await expect(w.as(admin, changeField, { object: "lead", key: "phone", retired: true })).rejects.toMatchObject({ code: "field_needed" });
    await expect(w.as(admin, changeField, { object: "lead", key: "stage", retired: true })).rejects.toMatchObject({ code: "field_needed" });
  });

  it("an upsert creates what is new, changes what is known, and says which", async () => {
    const first = await w.as(admin, upsertRecords, { object: "account", key: "external_id", body: { items: [{ external_id: "E1", name: "壹" }, { external_id: "E2", name: "贰" }, { external_id: "E1", city: "长沙市" }] } });
    expect((first as { items: { outcome: string }[] }).items.map((i) => i.outcome)).toEqual(["created", "created", "updated"]);
    const again = (await w.as(admin, upsertRecords, { object: "account", key: "external_id", body: { external_id: "E1", name: "壹壹" } })) as { id: string; outcome: string };
    expect(again.outcome).toBe("updated");
    expect(await w.as(admin, getRecord, { object: "account", id: again.id })).toMatchObject({ name: "壹壹", city: "长沙市", version: 3 });
  });
});
