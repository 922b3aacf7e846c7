import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { recordDecisions } from "../../core/policies/decision.ts";
import { patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { mergeLeadsOp } from "../../leads/cleanse/merge/ops.ts";
import { convertLead } from "../../leads/convert/ops.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { recordTimeline } from "../../leads/timeline/timeline.ts";
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

const local = (day: string, time = "10:00:00") => `${day}T${time}+08:00`;

async function lead(values: Record<string, unknown> = {}): Promise<string> {
  const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name: "周到", company: "周到有限公司", stage: "new", owner_id: li.id, grade: "A1", score: 80, ...values } as never]));
  return made?.row?.id as string;
}

describe("the timeline", () => {
  it("tells everything that happened to a lead, newest first, whoever did it, and pages without a gap", async () => {
    w.at(local("2026-03-02"));
    const id = await lead();
    await sql`insert into clew.arrival (id, channel, received_at, payload, outcome, object, record_id)
      values (gen_random_uuid(), 'form', ${local("2026-03-02", "09:59:00")}, '{"source":"官网"}', 'created', 'lead', ${id})`.execute(w.house.db);
    w.at(local("2026-03-02", "11:00:00"));
    await w.as(li, logActivity, { id, kind: "call", outcome: "connected", summary: "初次沟通", next_step: { at: local("2026-03-03"), text: "报价" } });
    w.at(local("2026-03-03"));
    await w.as(li, logActivity, { id, kind: "email", summary: "报价已发", nothing_next: true });
    w.at(local("2026-03-04"));
    await w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: wang.id } });
    w.at(local("2026-03-05"));
    const other = await lead({ name: "周道" });
    await w.as(admin, mergeLeadsOp, { survivor: id, others: [other] });
    w.at(local("2026-03-06"));
    const done = await w.as(wang, convertLead, { id });

    const { items } = await w.as(wang, recordTimeline, { object: "lead", id });
    expect(items.map((i) => i.kind)).toEqual(expect.arrayContaining(["conversion", "stage", "merge", "hold", "activity", "task", "arrival", "created"]));
    expect(items.map((i) => i.at)).toEqual(items.map((i) => i.at).toSorted().reverse());
    expect(items.find((i) => i.kind === "activity" && i.facts.summary === "初次沟通")).toMatchObject({ actor: { name: "李雷" }, facts: { outcome: "connected" } });
    expect(items.filter((i) => i.kind === "hold").map((i) => [i.facts.owner, i.facts.how])).toEqual([["李雷", "create"], ["王芳", "transfer"], ["李雷", "create"]]);
    expect(items.find((i) => i.kind === "merge")).toMatchObject({ actor: { name: "管理员" }, facts: { name: "周道", other_id: other } });
    expect(items.find((i) => i.kind === "arrival")).toMatchObject({ facts: { channel: "form", source: "官网", outcome: "created" } });
    expect(items.find((i) => i.kind === "stage")).toMatchObject({ facts: { stage: ["contacted", "converted"], event: "lead.convert" }, actor: { name: "王芳" } });
    expect(items.find((i) => i.kind === "task")).toMatchObject({ facts: { title: "报价" } });

    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await w.as(wang, recordTimeline, { object: "lead", id, limit: 3, ...(cursor ? { cursor } : {}) });
      paged.push(...page.items.map((i) => i.id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(items.map((i) => i.id));

    const account = await w.as(wang, recordTimeline, { object: "account", id: done.account_id });
    expect(account.items.map((i) => i.kind)).toEqual(expect.arrayContaining(["activity", "conversion", "created"]));
    await expect(w.as(li, recordTimeline, { object: "lead", id })).rejects.toMatchObject({ code: "not_found" });
    expect((await w.as(wang, recordTimeline, { object: "lead", id: other })).items).toHaveLength(items.length);
  });

  it("masks what the viewer's role masks", async () => {
    w.at(local("2026-03-09"));
    const [id, other] = [await lead(), await lead({ name: "张三丰" })];
    await w.as(admin, mergeLeadsOp, { survivor: id, others: [other] });
    const viewer = await w.person("旁观", "viewer");
    const careful = { ...viewer, grants: { ...viewer.grants, fields: { lead: { name: "masked" as const, stage: "hidden" as const }, activity: { summary: "hidden" as const } } } };
    await w.as(li, logActivity, { id, kind: "call", summary: "秘密", nothing_next: true });
    const { items } = await w.as(careful, recordTimeline, { object: "lead", id });
    expect(items.find((i) => i.kind === "merge")?.facts.name).toBe("张***");
    expect(items.find((i) => i.kind === "activity")?.facts).not.toHaveProperty("summary");
    expect(items.some((i) => i.kind === "stage")).toBe(false);
  });
});

describe("receipts", () => {
  it("say in sentences why a lead has its score, its owner, its deadline and its recycle date", async () => {
    w.at(local("2026-03-10"));
    const id = await lead({ score: null, grade: null, job_title: "总经理" });
    await transaction(w.system(), (tx) => recordDecisions(tx, [{ object: "lead", record_id: id, verdicts: [{
      kind: "route", version: 1, outcome: { owner_id: li.id }, reasons: [{ code: "rule_matched", facts: { rule: "account_owner" } }],
      candidates: [{ id: wang.id, outcome: "out", reasons: [{ code: "over_open_capacity", facts: { open: 5, cap: 5 } }] }],
    }] }]));
    const { items } = await w.as(li, recordReceipts, { object: "lead", id });
    const of = (kind: string) => items.find((i) => i.kind === kind);
    expect(of("route")).toMatchObject({
      explain: [{ zh: expect.stringMatching(/^命中规则「(?!—).+」$/) }],
      candidates: [{ id: wang.id, name: "王芳", outcome: "out", explain: [{ zh: "在手 5 条，上限 5 条", en: "Holds 5 of 5 leads" }] }],
    });
    expect(of("sla")).toMatchObject({ outcome: { state: "running", owner_id: li.id } });
    expect(of("sla")?.explain[0]?.zh).toContain("分钟（工作时间）");
    expect(of("pool")).toMatchObject({ outcome: { recycle_at: "2026-03-17T02:00:00.000Z", rule: "no_follow_up" } });
    expect(of("pool")?.explain).toEqual([
      { zh: "回收规则「7 天未跟进」", en: "Recycle rule “7 days without follow-up”" },
      { zh: "自 2026-03-10 10:00 起 7 天未跟进", en: "Not followed up for 7 days since 2026-03-10 10:00" },
    ]);
    expect(of("score")?.reasons.reduce((sum, r) => sum + Number(r.facts.points), 0)).toBe(of("score")?.outcome.score);
    await expect(w.as(wang, recordReceipts, { object: "lead", id })).rejects.toMatchObject({ code: "not_found" });
  });
});
