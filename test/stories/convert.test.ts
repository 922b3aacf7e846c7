import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { convertLead, convertLeads, unconvertLead, unconvertLeads } from "../../leads/convert/ops.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let li: Actor & { kind: "person" };
let wang: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  li = await w.person("李雷", "rep", "华东");
  wang = await w.person("王芳", "rep", "华北");
});
afterAll(() => w.close());

let number = 0;
async function lead(values: Record<string, unknown> = {}): Promise<string> {
  number++;
  const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name: `客户${number}`, phone: `+861391111${String(2000 + number)}`, stage: "new", owner_id: li.id, ...values } as never]));
  return made?.row?.id as string;
}
const see = (object: string, id: string) => w.as(admin, getRecord, { object, id });
const held = async (id: string) => (await sql<{ held: number }>`select held from clew.load where person_id = ${id}`.execute(w.house.db)).rows[0]?.held;
const count = async (object: string) => (await w.as(admin, queryRecords, { object, count: true, limit: 1 })).total;

describe("converting", () => {
  it("makes account, contact and opportunity at once, carries the activities, and the lead stays, linked and off the quota", async () => {
    const id = await lead({ name: "赵敏", company: "杭州云栖科技有限公司", budget: 80_000, product_line: "CRM", email: "zhao@yunqi.cn" });
    await w.as(li, logActivity, { id, kind: "call", nothing_next: true });
    const before = await held(li.id) as number;
    const done = await w.as(li, convertLead, { id, opportunity: { close_date: "2026-06-30" } });
    expect(done).toMatchObject({ created: ["account", "contact", "opportunity"], lead: { stage: "converted", account_id: done.account_id, converted_at: "2026-03-02T01:00:00.000Z", owner_id: li.id } });
    expect(await see("account", done.account_id)).toMatchObject({ name: "杭州云栖科技有限公司", owner_id: li.id, source_lead_id: id });
    expect(await see("contact", done.contact_id as string)).toMatchObject({ name: "赵敏", account_id: done.account_id, email: "zhao@yunqi.cn" });
    expect(await see("opportunity", done.opportunity_id as string)).toMatchObject({ name: "杭州云栖科技有限公司 CRM", amount: 80_000, stage: "discovery", close_date: "2026-06-30", lead_id: id });
    const { items } = await w.as(li, queryRecords, { object: "activity", filter: { field: "account_id", op: "is", value: done.account_id } });
    expect(items).toMatchObject([{ lead_id: id, contact_id: done.contact_id, opportunity_id: done.opportunity_id }]);
    expect(await held(li.id)).toBe(before - 1);
    await expect(w.as(li, convertLead, { id })).rejects.toMatchObject({ code: "already_converted", status: 409 });
  });

  it("an account of the same name and a contact of the same phone are used, not made twice", async () => {
    const account = (await w.as(li, createRecords, { object: "account", body: { name: "苏州精工有限公司" } })) as { id: string };
    const contact = (await w.as(li, createRecords, { object: "contact", body: { name: "老钱", phone: "13700001111", account_id: account.id } })) as { id: string };
    const id = await lead({ company: "苏州精工有限责任公司", phone: "+8613700001111" });
    const done = await w.as(li, convertLead, { id, opportunity: null });
    expect(done).toMatchObject({ account_id: account.id, contact_id: contact.id, opportunity_id: null, created: [] });
  });

  it("a company somebody else looks after is not taken over", async () => {
    await w.as(wang, createRecords, { object: "account", body: { name: "北京长城有限公司" } });
    const id = await lead({ company: "北京长城有限公司" });
    await expect(w.as(li, convertLead, { id })).rejects.toMatchObject({ code: "customer_taken", status: 409 });
    expect(await see("lead", id)).toMatchObject({ stage: "assigned", account_id: null });
  });

  it("in bulk each lead has its answer, and two of one company share the account", async () => {
    const [one, two, theirs] = [await lead({ company: "成都锦里有限公司" }), await lead({ company: "成都锦里有限公司" }), await lead({ owner_id: wang.id })];
    const accounts = await count("account") as number;
    const { items } = await w.as(li, convertLeads, { ids: [one, theirs, two], opportunity: null });
    expect(items).toMatchObject([{ id: one, ok: true, created: ["account", "contact"] }, { id: theirs, ok: false, code: "not_found" }, { id: two, ok: true, created: ["contact"] }]);
    expect(await count("account")).toBe(accounts + 1);
    const { items: undone } = await w.as(li, unconvertLeads, { ids: [one, two] });
    expect(undone).toMatchObject([{ ok: false, code: "conversion_built_upon" }, { ok: true }]);
    expect((await w.as(li, unconvertLeads, { ids: [one] })).items).toMatchObject([{ ok: true }]);
    expect(await count("account")).toBe(accounts);
  });

  it("a wrong phone or stage is refused by name and nothing is kept", async () => {
    const id = await lead({ company: "青岛海浪有限公司" });
    const accounts = await count("account");
    await expect(w.as(li, convertLead, { id, contact: { phone: "12" } })).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "contact.phone" }] });
    await expect(w.as(li, convertLead, { id, opportunity: { stage: "nowhere" } })).rejects.toMatchObject({ errors: [{ path: "opportunity.stage" }] });
    expect(await count("account")).toBe(accounts);
  });
});

describe("taking a conversion back", () => {
  it("while nothing was built on it, what was made is gone, what was matched stays, and the lead is as before", async () => {
    const account = (await w.as(li, createRecords, { object: "account", body: { name: "宁波港务有限公司" } })) as { id: string };
    const id = await lead({ company: "宁波港务有限公司" });
    await w.as(li, logActivity, { id, kind: "call", nothing_next: true });
    const before = await held(li.id);
    const done = await w.as(li, convertLead, { id });
    const back = await w.as(li, unconvertLead, { id });
    expect(back).toMatchObject({ stage: "contacted", owner_id: li.id, account_id: null, contact_id: null, opportunity_id: null, converted_at: null });
    expect(back.recycle_at).not.toBeNull();
    expect(await held(li.id)).toBe(before);
    expect(await see("account", account.id)).toMatchObject({ name: "宁波港务有限公司" });
    await expect(see("contact", done.contact_id as string)).rejects.toMatchObject({ code: "not_found" });
    await expect(see("opportunity", done.opportunity_id as string)).rejects.toMatchObject({ code: "not_found" });
    const { items } = await w.as(li, queryRecords, { object: "activity", filter: { field: "lead_id", op: "is", value: id } });
    expect(items).toMatchObject([{ account_id: null, opportunity_id: null }]);
    await expect(w.as(li, unconvertLead, { id })).rejects.toMatchObject({ code: "not_converted" });
    expect(await w.as(li, convertLead, { id })).toMatchObject({ account_id: account.id });
  });

  it("after a change to what was made, or work on it, it is refused", async () => {
    const [edited, worked] = [await lead({ company: "厦门鹭岛有限公司" }), await lead({ company: "福州榕城有限公司" })];
    const one = await w.as(li, convertLead, { id: edited });
    await w.as(li, patchRecord, { object: "opportunity", id: one.opportunity_id as string, body: { amount: 5 } });
    await expect(w.as(li, unconvertLead, { id: edited })).rejects.toMatchObject({ code: "conversion_built_upon", facts: { by: "edit" } });
    const two = await w.as(li, convertLead, { id: worked });
    await w.as(li, createRecords, { object: "activity", body: { kind: "visit", happened_at: "2026-03-02T09:00:00+08:00", account_id: two.account_id } });
    await expect(w.as(li, unconvertLead, { id: worked })).rejects.toMatchObject({ code: "conversion_built_upon", facts: { by: "activity" } });
  });
});
