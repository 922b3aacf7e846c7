import { afterAll, beforeAll, expect, it } from "vitest";
import pg from "pg";
import type { Actor } from "../../core/ctx.ts";
import { draftPolicy, publishPolicy, rollbackPolicy } from "../../core/policies/ops/policies.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { startWorker } from "../../core/jobs/queue.ts";
import { jobs } from "../../apps/everything.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let pool: pg.Pool;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  pool = new pg.Pool({ connectionString: w.url, max: 3 });
  pool.on("error", () => {});
  worker = await startWorker(w.house, pool, jobs);
});
afterAll(async () => {
  await worker.stop();
  await pool.end();
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
