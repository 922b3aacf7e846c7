import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { getImport } from "../../leads/capture/import/ops/list.ts";
import { startImport, startPreview } from "../../leads/capture/import/ops/start.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { DEFAULT_MATCH_POLICY, type MatchRule } from "../../leads/cleanse/policy.ts";
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

describe("a file under rules that weigh what arrives", () => {
  it("is foreseen by its preview as it then comes in, also where rows far apart are alike", async () => {
    const [same] = DEFAULT_MATCH_POLICY.rules;
    const weighing = DEFAULT_MATCH_POLICY.rules.find((rule) => rule.compare) as MatchRule;
    await w.as(admin, draftPolicy, { kind: "match", body: { rules: [same, { ...weighing, where: "both" }] } });
    await w.as(admin, publishPolicy, { kind: "match" });
    await expect.poll(async () => (await sql<{ ready: boolean }>`select ready from clew.match_base`.execute(w.house.db)).rows[0]?.ready, { timeout: 30_000 }).toBe(true);

    const path = join(w.house.settings.dataDir, "alike.csv");
    const strangers = Array.from({ length: 700 }, (_, i) => `生客${i},139${String(10_000_000 + i * 7_919).slice(-8)},,`);
    writeFileSync(path, ["姓名,手机,公司,城市", "冯静怡,13788880001,兰州丝路商贸有限公司,兰州", ...strangers, "冯静宜,,丝路商贸（兰州）有限责任公司,兰州", "冯大海,13788880003,兰州丝路商贸有限公司,兰州"].join("\n"));
    const { id } = await w.as(admin, uploadImport, { file: { path, name: "alike.csv", size: 1 }, object: "lead", options: "{}" });
    const reached = async (status: string) => {
      await expect.poll(async () => (await w.as(admin, getImport, { id })).status, { timeout: 30_000 }).toBe(status);
      return w.as(admin, getImport, { id });
    };
    await w.as(admin, startPreview, { id });
    expect((await reached("previewed")).preview).toMatchObject({ created: 702, merged: 1 });
    await w.as(admin, startImport, { id });
    expect(await reached("done")).toMatchObject({ created: 702, merged: 1, failed: 0 });
  });
});
