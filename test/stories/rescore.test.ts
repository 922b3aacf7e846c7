import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "kysely";
import type { Actor } from "../../core/ctx.ts";
import { draftPolicy, publishPolicy, rollbackPolicy } from "../../core/policies/ops/policies.ts";
import { transaction } from "../../core/db/transaction.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import { working } from "../setup/worker.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  worker = await working(w);
});
afterAll(async () => {
  await worker.stop();
  await w.close();
});

it("publishing a score policy rescores the open leads, a rollback scores them as before", async () => {
  const { lead_id, score } = (await w.as(admin, captureLead, { channel_key: "api", body: { name: "赵敏", phone: "13612348765", company: "杭州森拓软件有限公司", source: "客户推荐" } })) as { lead_id: string; score: number };
  const [first, ...rest] = DEFAULT_SCORE_POLICY.groups;
  const gift = { id: "hangzhou", name: { zh: "杭州", en: "Hangzhou" }, when: { field: "name", op: "is", value: "赵敏" }, points: 7 };
  const body = { ...DEFAULT_SCORE_POLICY, groups: [...rest, { ...first, max: 100, rules: [...(first?.rules ?? []), gift] }] };
  await w.as(admin, draftPolicy, { kind: "score", body });
  await w.as(admin, publishPolicy, { kind: "score" });
  await expect.poll(async () => (await w.as(admin, getRecord, { object: "lead", id: lead_id })).score, { timeout: 10_000 }).toBe(score + 7);
  await w.as(admin, rollbackPolicy, { kind: "score" });
  await expect.poll(async () => (await w.as(admin, getRecord, { object: "lead", id: lead_id })).score, { timeout: 10_000 }).toBe(score);
});

it("thousands of leads are rescored in chunks read ahead, and those edited meanwhile end with the score of what they are now", { timeout: 120_000 }, async () => {
  const made = await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 2_500 }, (_, i) => ({ name: `线索 ${i}`, company: `公司 ${i}`, wechat: `weixin_${i}`, stage: "new" }))));
  const ids = made.map((each) => each.row?.id as string);
  const gift = { id: "everybody", name: { zh: "人人有份", en: "Everybody" }, kind: "own" as const, measures: "neither" as const, max: 9, min: 0, rules: [{ id: "gift", name: { zh: "加分", en: "Gift" }, when: { all: [] }, points: 9 }] };
  await w.as(admin, draftPolicy, { kind: "score", body: { ...DEFAULT_SCORE_POLICY, groups: [...DEFAULT_SCORE_POLICY.groups, gift] } });
  await w.as(admin, publishPolicy, { kind: "score" });
  const edited = ids.filter((_, i) => i % 50 === 0);
  for (const id of edited) await w.as(admin, patchRecord, { object: "lead", id, body: { need: "要货" } });
  const waiting = async () => (await sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'score.rescore'`.execute(w.house.db)).rows[0]?.n;
  await expect.poll(waiting, { timeout: 60_000 }).toBe(0);
  const plain = 10 + 3 + 9;
  const { rows } = await sql<{ score: number; need: boolean; n: number }>`select score::int, need is not null as need, count(*)::int as n from crm.lead where id = any(${ids}::uuid[]) group by 1, 2 order by 2`.execute(w.house.db);
  expect(rows).toEqual([{ score: plain, need: false, n: ids.length - edited.length }, { score: plain + 12, need: true, n: edited.length }]);
  const receipts = await sql<{ n: number }>`select count(*)::int as n from clew.decision d, json_array_elements(d.verdicts) v where d.record_id = any(${ids}::uuid[]) and v->>'kind' = 'score' and (v->'outcome'->>'score')::int >= ${plain}`.execute(w.house.db);
  expect(receipts.rows[0]?.n).toBeGreaterThanOrEqual(ids.length);
});
