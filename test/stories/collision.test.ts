import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directory } from "../../core/access/directory.ts";
import type { Actor } from "../../core/ctx.ts";
import { listNotifications } from "../../core/notifications/ops.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { addCollisionEvidence, appealCollision, decideCollision, getCollision, listCollisions, raiseCollision, setCollisionSetting, withdrawCollision } from "../../leads/cleanse/collision/ops.ts";
import { DEFAULT_COLLISION_SETTING } from "../../leads/cleanse/collision/setting.ts";
import { mergeLeadsOp } from "../../leads/cleanse/merge/ops.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { convertLead } from "../../leads/convert/ops.ts";
import { transferLead } from "../../leads/pool/ops/hand_over.ts";
import { releaseLead } from "../../leads/pool/ops/release.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { recordTimeline } from "../../leads/timeline/timeline.ts";
import { type World, world } from "../world.ts";

type Person = Actor & { kind: "person" };
let w: World;
let admin: Person;
let boss: Person;
let east: Person;
let north: Person;
let li: Person;
let wang: Person;
let stranger: Person;
let next = 0;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  boss = await w.person("总监", "manager");
  await w.team("销售部", undefined, boss.id);
  const group = async (name: string, manager: string) => {
    const head = await w.person(manager, "manager");
    await w.team(name, "销售部", head.id);
    return head;
  };
  east = await group("华东", "华东主管");
  north = await group("华北", "华北主管");
  li = await w.person("李雷", "rep", "华东");
  wang = await w.person("王芳", "rep", "华北");
  stranger = await w.person("赵六", "rep", "别处");
});
afterAll(() => w.close());

const phone = () => `139112${String(10_000 + next++)}`;
const entered = async (who: Person, more: Record<string, unknown> = {}) => {
  const number = phone();
  const made = await w.as(who, createRecords, { object: "lead", body: { name: `客户${next}`, phone: number, company: `公司${next}`, ...more } }) as unknown as { id: string };
  return { id: made.id, phone: number };
};
const see = (id: string) => w.as(admin, getRecord, { object: "lead", id });
const told = async (who: Person) => (await w.as(who, listNotifications, {})).items.map((n) => n.kind);
const held = async (id: string) => (await sql<{ held: number }>`select held from clew.load where person_id = ${id}`.execute(w.house.db)).rows[0]?.held ?? 0;

describe("a collision", () => {
  it("opens when somebody claims a customer another holds; both claims are recorded, a verdict is proposed, and the record is frozen", async () => {
    const { id, phone: number } = await entered(li);
    await w.as(li, logActivity, { id, kind: "call", outcome: "connected", nothing_next: true });
    await w.travel({ hours: 1 });
    const raised = await w.as(wang, raiseCollision, { phone: number, note: "客户上周在展会找过我" });
    expect(raised).toMatchObject({ state: "open", side: "claimant", record: null, holder: { person: null, team: "华东", opportunity_amount: null }, claimant: { person: { name: "王芳" } }, decider: { name: "总监" }, proposal: { verdict: "holder", principle: "first_entered" } });
    expect(raised.holder.first_touch_at).not.toBeNull();
    expect(raised.proposal.explain[0]?.zh).toMatch(/^先录入：现负责人（/);
    expect(await told(boss)).toContain("collision_to_decide");
    expect(await told(li)).toContain("collision_opened");
    for (const [who, move] of [[east, () => w.as(east, transferLead, { id, owner_id: east.id })], [li, () => w.as(li, releaseLead, { id, reason: "不要了" })], [admin, () => w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: wang.id } })]] as const) {
      await expect(move(), who.name).rejects.toMatchObject({ code: "in_collision", facts: { id, collision: raised.id } });
    }
    const again = await w.as(wang, raiseCollision, { phone: number });
    expect(again.id).toBe(raised.id);
    const decided = await w.as(boss, decideCollision, { id: raised.id, verdict: "claimant", note: "客户要求" });
    expect(decided).toMatchObject({ state: "decided", frozen: false, verdict: "claimant" });
    expect(await see(id)).toMatchObject({ owner_id: wang.id });
    expect([await told(li), await told(wang)]).toEqual([expect.arrayContaining(["collision_lost"]), expect.arrayContaining(["collision_won"])]);
    const { items } = await w.as(wang, recordTimeline, { object: "lead", id });
    expect(items.filter((item) => item.kind === "collision").map((item) => item.facts.step)).toEqual(["decided", "opened"]);
    expect(items.find((item) => item.kind === "hold")).toMatchObject({ facts: { how: "transfer", owner: "王芳", note: "客户要求" } });
  });

  it("opens by itself when a rep enters such a customer by hand, or an arrival names another owner; not for one's own people, nor where it is switched off", async () => {
    const { id, phone: number } = await entered(li);
    const open = async () => (await w.as(admin, listCollisions, { record_id: id })).items;
    await w.as(li, captureLead, { channel_key: "hand", body: { name: "客户", phone: number } });
    await w.as(east, captureLead, { channel_key: "hand", body: { name: "客户", phone: number } });
    await w.as(admin, captureLead, { channel_key: "api", body: { name: "客户", phone: number } });
    expect(await open()).toEqual([]);
    await w.as(admin, setCollisionSetting, { ...DEFAULT_COLLISION_SETTING, automatic: false });
    await w.as(wang, captureLead, { channel_key: "hand", body: { name: "客户", phone: number } });
    expect(await open()).toEqual([]);
    await w.as(admin, setCollisionSetting, DEFAULT_COLLISION_SETTING);
    await w.as(wang, captureLead, { channel_key: "hand", body: { name: "客户", phone: number } });
    await w.as(wang, captureLead, { channel_key: "hand", body: { name: "客户", phone: number } });
    await w.as(admin, captureLead, { channel_key: "api", body: { name: "客户", phone: number, owner_id: stranger.id } });
    expect((await open()).map((c) => [c.how, c.claimant.person?.name, c.holder.person?.name])).toEqual([["arrival", "赵六", "李雷"], ["arrival", "王芳", "李雷"]]);
    // No manager stands above both 李雷 and 赵六: whoever decides for everybody is asked.
    expect((await open())[0]).toMatchObject({ decider: null });
    expect((await see(id)).owner_id).toBe(li.id);
  });

  it("opens when a lead is converted into an account somebody else holds", async () => {
    const account = await w.as(li, createRecords, { object: "account", body: { name: "同一家科技有限公司" } }) as unknown as { id: string };
    const { id } = await entered(wang, { company: "同一家科技有限公司" });
    await w.as(boss, convertLead, { id, account: { id: account.id } });
    const { items } = await w.as(boss, listCollisions, {});
    expect(items.find((c) => c.record?.id === account.id)).toMatchObject({ how: "conversion", object: "account", claimant: { person: { name: "王芳" } }, holder: { person: { name: "李雷" } }, abilities: expect.arrayContaining(["decide"]) });
    await expect(w.as(li, patchRecord, { object: "account", id: account.id, body: { owner_id: null } })).rejects.toMatchObject({ code: "in_collision" });
  });

  it("of two verdicts at once one counts; ownership and counters follow it exactly", async () => {
    for (let round = 0; round < 3; round++) {
      const { id, phone: number } = await entered(li);
      const before = [await held(li.id), await held(wang.id)] as [number, number];
      const { id: collision } = await w.as(wang, raiseCollision, { phone: number });
      const results = await Promise.allSettled([w.as(boss, decideCollision, { id: collision, verdict: "claimant" }), w.as(admin, decideCollision, { id: collision, verdict: "holder" })]);
      expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
      expect(results.find((r) => r.status === "rejected")).toMatchObject({ reason: { code: "collision_decided" } });
      const won = (await w.as(admin, getCollision, { id: collision })).verdict === "claimant";
      expect((await see(id)).owner_id).toBe(won ? wang.id : li.id);
      expect([await held(li.id), await held(wang.id)]).toEqual(won ? [before[0] - 1, before[1] + 1] : before);
    }
  });

  it("two claims of one person at once are one collision; a claim against a transfer finds what came first", async () => {
    const { id, phone: number } = await entered(li);
    const raised = await Promise.allSettled(Array.from({ length: 4 }, () => w.as(wang, raiseCollision, { phone: number })));
    expect(new Set(raised.map((r) => (r.status === "fulfilled" ? r.value.id : (r.reason as { code: string }).code))).size).toBe(1);
    for (let round = 0; round < 3; round++) {
      const other = await entered(li);
      const [claim, move] = await Promise.allSettled([w.as(wang, raiseCollision, { phone: other.phone }), w.as(admin, transferLead, { id: other.id, owner_id: stranger.id })]);
      expect(claim.status).toBe("fulfilled");
      const owner = (await see(other.id)).owner_id;
      const collision = (await w.as(admin, listCollisions, { record_id: other.id })).items[0];
      // Whoever held it when the claim was recorded holds it until the verdict.
      expect(collision?.holder.person?.id).toBe(owner);
      expect(owner).toBe(move.status === "fulfilled" ? stranger.id : li.id);
    }
    await expect(w.as(admin, mergeLeadsOp, { survivor: (await entered(li)).id, others: [id] })).rejects.toMatchObject({ code: "in_collision" });
  });

  it("the loser appeals once, in time, to the next manager, whose verdict is final", async () => {
    // Both in one team: their manager decides, the director hears the appeal.
    const second = await w.person("孙八", "rep", "华东");
    const { id, phone: number } = await entered(li);
    const { id: collision, decider } = await w.as(second, raiseCollision, { phone: number });
    expect(decider?.name).toBe("华东主管");
    await w.as(east, decideCollision, { id: collision, verdict: "claimant" });
    await expect(w.as(second, appealCollision, { id: collision, reason: "我赢了" })).rejects.toMatchObject({ code: "appeal_not_possible" });
    const appealed = await w.as(li, appealCollision, { id: collision, reason: "客户一直是我在谈" });
    expect(appealed).toMatchObject({ state: "appealed", frozen: true, decider: { name: "总监" } });
    await expect(w.as(east, decideCollision, { id: collision, verdict: "claimant" })).rejects.toMatchObject({ code: "not_collision_decider" });
    await expect(w.as(second, releaseLead, { id, reason: "x" })).rejects.toMatchObject({ code: "in_collision" });
    const final = await w.as(boss, decideCollision, { id: collision, verdict: "holder" });
    expect(final).toMatchObject({ state: "final", frozen: false });
    expect((await see(id)).owner_id).toBe(li.id);
    await expect(w.as(second, appealCollision, { id: collision, reason: "再来" })).rejects.toMatchObject({ code: "appeal_not_possible" });
    const late = await entered(li);
    const { id: other } = await w.as(second, raiseCollision, { phone: late.phone });
    await w.as(east, decideCollision, { id: other, verdict: "split", share: 60 });
    expect(await w.as(li, getCollision, { id: other })).toMatchObject({ verdict: "split", share: 60, abilities: ["appeal"] });
    await w.travel({ days: 4 });
    await expect(w.as(second, appealCollision, { id: other, reason: "晚了" })).rejects.toMatchObject({ code: "appeal_not_possible" });
  });

  it("nobody decides in time: it goes to the next manager, then to whoever decides for everybody, once each however long nobody swept", async () => {
    const second = await w.person("周九", "rep", "华东");
    const { phone: number } = await entered(li);
    const { id } = await w.as(second, raiseCollision, { phone: number });
    const state = async () => {
      const c = await w.as(admin, getCollision, { id });
      return [c.decider?.name ?? null, c.level, c.steps.filter((s) => s.kind === "escalated").length];
    };
    expect(await state()).toEqual(["华东主管", 0, 0]);
    await w.travel({ hours: 3 });
    expect(await state()).toEqual(["华东主管", 0, 0]);
    // Two weeks of downtime: the first overdue moment fires once, and the next manager has the full time.
    await w.travel({ days: 14 });
    expect(await state()).toEqual(["总监", 1, 1]);
    expect((await told(boss)).filter((kind) => kind === "collision_escalated")).toHaveLength(1);
    await w.travel({ days: 14 });
    expect(await state()).toEqual([null, 2, 2]);
    expect(await told(admin)).toContain("collision_escalated");
    expect(await w.as(east, decideCollision, { id, verdict: "holder" })).toMatchObject({ state: "decided" });
  });

  it("evidence of whom the customer wants may change the proposal; what one side writes the other does not read", async () => {
    await w.as(admin, setCollisionSetting, { ...DEFAULT_COLLISION_SETTING, principles: ["customer_wish", "first_entered"] });
    const { phone: number } = await entered(li);
    await w.travel({ minutes: 1 });
    const { id } = await w.as(wang, raiseCollision, { phone: number });
    const said = await w.as(wang, addCollisionEvidence, { id, note: "客户微信说要跟我谈", wish: "claimant" });
    expect(said.proposal).toMatchObject({ verdict: "claimant", principle: "customer_wish" });
    const contradicted = await w.as(li, addCollisionEvidence, { id, note: "客户说还是找我", wish: "holder" });
    expect(contradicted.proposal).toMatchObject({ verdict: "holder", principle: "first_entered" });
    const notes = async (who: Person) => (await w.as(who, getCollision, { id })).steps.filter((s) => s.kind === "evidence").map((s) => s.facts.note);
    expect([await notes(wang), await notes(li), await notes(boss)]).toEqual([["客户微信说要跟我谈"], ["客户说还是找我"], ["客户微信说要跟我谈", "客户说还是找我"]]);
    expect(await w.as(wang, withdrawCollision, { id })).toMatchObject({ state: "withdrawn", frozen: false });
    await w.as(admin, setCollisionSetting, DEFAULT_COLLISION_SETTING);
  });

  it("the claimant's own lead of the customer goes into the contested one with the verdict", async () => {
    const first = await entered(li, { note: "李的记录" });
    const rival = await w.as(wang, createRecords, { object: "lead", body: { name: "同一客户", phone: first.phone, note: "王的记录" } }) as unknown as { id: string };
    const { id } = await w.as(wang, raiseCollision, { phone: first.phone });
    await expect(w.as(wang, releaseLead, { id: rival.id, reason: "x" })).rejects.toMatchObject({ code: "in_collision", facts: { collision: id } });
    for (const one of [first.id, rival.id]) expect((await w.as(wang, listCollisions, { record_id: one })).items.map((c) => c.id)).toEqual([id]);
    expect((await w.as(stranger, listCollisions, { record_id: rival.id })).items).toEqual([]);
    await w.as(boss, decideCollision, { id, verdict: "claimant" });
    expect(await see(rival.id)).toMatchObject({ id: first.id, owner_id: wang.id, note: "李的记录\n王的记录" });
  });

  it("is nothing to people who have no part in it: not listed, not found, not decided", async () => {
    const { phone: number } = await entered(li);
    const { id } = await w.as(wang, raiseCollision, { phone: number });
    const outside = await w.person("别处主管", "manager", "别处");
    for (const who of [stranger, outside]) {
      expect((await w.as(who, listCollisions, { state: "all" })).items.map((c) => c.id)).not.toContain(id);
      await expect(w.as(who, getCollision, { id })).rejects.toMatchObject({ code: "not_found" });
      await expect(w.as(who, addCollisionEvidence, { id, note: "x" })).rejects.toMatchObject({ code: "not_found" });
      await expect(w.as(who, appealCollision, { id, reason: "x" })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(w.as(outside, decideCollision, { id, verdict: "holder" })).rejects.toMatchObject({ code: "not_found" });
    // The manager of one side knows of it, and does not decide it.
    await expect(w.as(north, decideCollision, { id, verdict: "claimant" })).rejects.toMatchObject({ code: "not_collision_decider" });
    await expect(w.as(li, decideCollision, { id, verdict: "holder" })).rejects.toMatchObject({ code: "forbidden" });
    const seen = JSON.stringify(await w.as(wang, getCollision, { id }));
    expect(seen).not.toContain("李雷");
    expect(seen).not.toContain(li.id);
  });

  it("a frozen lead is not recycled until the verdict", async () => {
    const { id, phone: number } = await entered(li);
    await w.as(wang, raiseCollision, { phone: number });
    await w.travel({ days: 40 });
    expect((await see(id)).owner_id).toBe(li.id);
    expect((await told(li)).filter((kind) => kind === "recycled").length).toBeLessThan(50);
    const { items } = await w.as(admin, listCollisions, { record_id: id });
    await w.as(admin, decideCollision, { id: items[0]?.id as string, verdict: "holder" });
    await w.travel({ minutes: 1 });
    expect((await see(id))).toMatchObject({ owner_id: null, pool_id: DEFAULT_POOL });
  });

  it("a free customer, or one's own, is not claimed", async () => {
    const { phone: number } = await entered(li);
    await expect(w.as(li, raiseCollision, { phone: number })).rejects.toMatchObject({ code: "customer_is_yours" });
    await expect(w.as(li, raiseCollision, { phone: "13811190001" })).rejects.toMatchObject({ code: "customer_not_held" });
    expect((await directory.get(w.house)).people.has(li.id)).toBe(true);
  });
});
