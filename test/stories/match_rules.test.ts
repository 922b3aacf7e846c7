import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { patchRecord } from "../../core/records/ops/one.ts";
import { captureLead, captureLeads } from "../../leads/capture/ops/capture.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { DEFAULT_MATCH_POLICY, type MatchPolicy, type MatchRule } from "../../leads/cleanse/policy.ts";
import { working } from "../setup/worker.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let rep: Actor;
let worker: { stop(): Promise<void> };
type Answer = { outcome: string; lead_id: string; reasons: { code: string; facts: Record<string, unknown> }[] };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  rep = await w.person("销售", "rep", "华东");
  worker = await working(w);
});
afterAll(async () => {
  await worker.stop();
  await w.close();
});

const capture = async (body: Record<string, unknown>) => (await w.as(admin, captureLead, { channel_key: "api", body })) as Answer;
const codes = (answer: { reasons: { code: string }[] }) => answer.reasons.map((r) => r.code);
const shipped = DEFAULT_MATCH_POLICY.rules;
const weighing = shipped.find((rule) => rule.compare) as MatchRule;
const filed = async () => (await sql<{ n: number }>`select count(*) as n from clew.match_block`.execute(w.house.db)).rows[0]?.n ?? 0;

async function publish(rules: MatchPolicy["rules"]): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "match", body: { rules } });
  await w.as(admin, publishPolicy, { kind: "match" });
}
const isReady = async () => (await sql<{ ready: boolean }>`select ready from clew.match_base`.execute(w.house.db)).rows[0]?.ready;

describe("rules that weigh what arrives", () => {
  it("cost nothing while none is published", async () => {
    await capture({ name: "林晓峰", phone: "13711110001", company: "杭州云帆科技有限公司", city: "杭州" });
    expect(await filed()).toBe(0);
  });

  it("find who is written differently among stored leads, within one batch, and after an edit; the receipt says why", async () => {
    await publish([shipped[0] as MatchRule, { ...weighing, where: "both" }]);
    await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
    expect(await filed()).toBeGreaterThan(0);
    const again = await capture({ name: "林小峰", phone: "13711110007", company: "云帆科技（杭州）有限责任公司", city: "杭州" });
    expect(again.outcome).toBe("merged");
    const { items } = await w.as(admin, recordReceipts, { object: "lead", id: again.lead_id });
    const receipt = items.find((item) => item.kind === "match" && item.outcome.outcome === "merge");
    expect(receipt?.reasons.map((r) => r.code)).toEqual(expect.arrayContaining(["field_sounds", "likely", "match_rule"]));
    expect(receipt?.explain.map((s) => s.zh)).toEqual(expect.arrayContaining(["姓名读音相同"]));

    const batch = (await w.as(admin, captureLeads, { channel_key: "api", items: [
      { name: "孙丽华", phone: "13722220001", company: "成都锦程物流有限公司", city: "成都" }, { name: "孙莉华", email: "sun@jincheng.cn", company: "锦程物流（成都）有限公司", city: "成都" }, { name: "周大勇", phone: "13722220009", company: "成都锦程物流有限公司", city: "成都" },
    ] })) as { items: Answer[] };
    expect(batch.items.map((i) => i.outcome)).toEqual(["created", "merged", "created"]);

    const moved = await capture({ name: "钱多多", phone: "13733330001", company: "武汉光谷电子有限公司", city: "武汉" });
    await w.as(admin, patchRecord, { object: "lead", id: moved.lead_id, body: { company: "长沙麓山食品有限公司", city: "长沙" } });
    expect(await capture({ name: "钱多多", email: "q@lushan.cn", company: "麓山食品（长沙）有限公司", city: "长沙" })).toMatchObject({ outcome: "merged", lead_id: moved.lead_id });
  });

  it("weigh contacts and accounts too, where the rule looks there", async () => {
    const { id: account } = (await w.as(admin, createRecords, { object: "account", body: { name: "厦门鹭岛贸易有限公司", city: "厦门市" } })) as { id: string };
    await publish([{ ...weighing, id: "known_company", where: "arrivals", against: ["account"], compare: [{ field: "company", how: "fuzzy", threshold: 0.85, weight: 1, required: true }], one_of: [], certainty: undefined, action: { other: "attach" } }]);
    await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
    await expect.poll(async () => (await capture({ name: "吴敏", phone: "13744440001", company: "鹭岛贸易（厦门）有限责任公司" })).outcome, { timeout: 30_000 }).toBe("attached");
    expect(account).toBeTruthy();
  });

  it("go out of the table when they are gone from the policy", async () => {
    await publish([...shipped]);
    await expect.poll(filed, { timeout: 30_000 }).toBe(0);
  });
});

describe("exact rules", () => {
  it("keep product lines apart, look only in pools, and block without telling whom", async () => {
    const [same] = shipped;
    await publish([{ ...(same as MatchRule), same_product_line: true }]);
    const first = await capture({ name: "郑爽", phone: "13755550001", product_line: "专业版" });
    expect(await capture({ name: "郑爽", phone: "13755550001", product_line: "标准版" })).toMatchObject({ outcome: "created" });
    expect(await capture({ name: "郑爽", phone: "13755550001", product_line: "专业版" })).toMatchObject({ outcome: "merged", lead_id: first.lead_id });

    await publish([{ ...(same as MatchRule), against: ["pool"] }]);
    await w.as(rep, createRecords, { object: "lead", body: { name: "有主", phone: "13755550002" } });
    expect(await capture({ name: "有主", phone: "13755550002" })).toMatchObject({ outcome: "created" });
    expect(await capture({ name: "郑爽", phone: "13755550001" })).toMatchObject({ outcome: "merged" });

    await publish([{ ...(same as MatchRule), action: { other: "block" } }]);
    const blocked = await capture({ name: "郑爽", phone: "13755550001" });
    expect(blocked).toMatchObject({ outcome: "quarantined", lead_id: null });
    expect(codes(blocked)).toContain("blocked");
  });

  it("for the desk only leave arrivals alone", async () => {
    await publish([{ ...(shipped[0] as MatchRule), where: "desk" }]);
    expect(await capture({ name: "郑爽", phone: "13755550001" })).toMatchObject({ outcome: "created" });
  });
});

describe("trying match rules", () => {
  it("replays the leads of the range in their order and says what would have become of each", async () => {
    await publish([]);
    const made: Answer[] = [];
    for (const body of [{ name: "高原", phone: "13766660001" }, { name: "高原", phone: "13766660001" }, { name: "高圆", phone: "13766660002", email: "gy@plateau.cn", company: "西宁高地矿业有限公司", city: "西宁" }, { name: "高园", email: "gao@plateau.cn", company: "高地矿业（西宁）有限公司", city: "西宁" }]) made.push(await capture(body));
    expect(made.map((m) => m.outcome)).toEqual(["created", "created", "created", "created"]);
    const filter = { field: "id", op: "in", value: made.map((m) => m.lead_id) };
    const tried = (await w.as(admin, simulatePolicy, { kind: "match", filter, body: { rules: [shipped[0], { ...weighing, where: "both" }] } })) as unknown as Tried;
    expect(tried).toMatchObject({ leads: 4, changed: 2, outcomes: { before: { create: 4, merge: 0 }, after: { create: 2, merge: 2 } } });
    const [last, second] = tried.differences;
    expect(second).toMatchObject({ id: made[1]?.lead_id, before: { outcome: { outcome: "create" } }, after: { outcome: { outcome: "merge", rule: "same_person", with: made[0]?.lead_id } } });
    expect(last?.after.outcome).toMatchObject({ outcome: "merge", rule: weighing.id, with: made[2]?.lead_id });
    expect(codes(last?.after ?? { reasons: [] })).toContain("field_sounds");
  });

  it("what was merged or turned away on arrival left no lead and is replayed too, with both receipts, within what the viewer sees", async () => {
    await publish([shipped[0] as MatchRule]);
    const first = await capture({ name: "白露", phone: "13777770001", company: "银川牧原食品有限公司" });
    expect(await capture({ 姓名: "白鹭", 手机: "13777770001" })).toMatchObject({ outcome: "merged", lead_id: first.lead_id });
    await w.as(admin, patchRecord, { object: "lead", id: first.lead_id, body: { owner_id: rep.id } });
    const trial = async (who: Actor, rules: MatchPolicy["rules"]) => (await w.as(who, simulatePolicy, { kind: "match", filter: { field: "id", op: "is", value: first.lead_id }, body: { rules } })) as unknown as Tried;
    const tried = await trial(admin, []);
    expect(tried).toMatchObject({ leads: 2, arrivals: 1, changed: 1, outcomes: { before: { create: 1, merge: 1 }, after: { create: 2, merge: 0 } } });
    expect(tried.differences).toMatchObject([{ name: "白鹭", arrival: { object: "lead", record_id: first.lead_id }, before: { outcome: { outcome: "merge", rule: "same_person", with: first.lead_id } }, after: { outcome: { outcome: "create" } } }]);
    expect(codes(tried.differences[0]?.before ?? { reasons: [] })).toContain("phone_equal");
    const blocking = [{ ...(shipped[0] as MatchRule), action: { other: "block" as const } }];
    expect((await trial(admin, blocking)).outcomes.after).toMatchObject({ create: 1, quarantine: 1 });
    const outsider = await w.person("外人主管", "manager", "外组");
    expect(await trial(outsider, [])).toMatchObject({ leads: 0, arrivals: 0 });
    const everything = (await w.as(admin, simulatePolicy, { kind: "match", days: 1, body: { rules: [] } })) as unknown as Tried;
    expect(everything.arrivals).toBeGreaterThan(1);
  });
});

interface Tried {
  leads: number;
  arrivals: number;
  changed: number;
  outcomes: Record<"before" | "after", Record<string, number>>;
  differences: { id: string; before: { reasons: { code: string }[] }; after: { outcome: Record<string, unknown>; reasons: { code: string }[] } }[];
}
