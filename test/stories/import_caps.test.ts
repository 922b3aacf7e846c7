import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directory } from "../../core/access/directory.ts";
import type { Actor } from "../../core/ctx.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { previewImport, runImport } from "../../leads/capture/import/job.ts";
import { getImport } from "../../leads/capture/import/ops/list.ts";
import { startImport, startPreview } from "../../leads/capture/import/ops/start.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor & { kind: "person" };
let files = 0;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
});
afterAll(() => w.close());

/** Brings in so many leads of each of these owners, with preview; both outcomes. */
async function brought(owners: string[], each: number) {
  const path = join(w.house.settings.dataDir, `caps-${files++}.csv`);
  const rows = owners.flatMap((owner, o) => Array.from({ length: each }, (_, i) => `客户${files}-${o}-${i},135${String(10_000_000 + files * 100_000 + o * 1_000 + i)},${owner}`));
  writeFileSync(path, ["姓名,手机,负责人", ...rows].join("\n"));
  const { id } = await w.as(admin, uploadImport, { file: { path, name: "caps.csv", size: 1 }, object: "lead", options: "{}" });
  await w.as(admin, startPreview, { id });
  await previewImport.run(w.house, { id });
  const { preview } = await w.as(admin, getImport, { id });
  await w.as(admin, startImport, { id });
  await runImport.run(w.house, { id });
  return { foreseen: preview, done: await w.as(admin, getImport, { id }) };
}

async function publish(limits: Partial<typeof DEFAULT_POOL_POLICY.limits>): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, limits: { ...DEFAULT_POOL_POLICY.limits, holding: null, ...limits } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
}

describe("a file that names owners", () => {
  it("meets what a team may hold together, and its preview says so", async () => {
    const [one, two] = [await w.person("陈一", "rep", "华南"), await w.person("陈二", "rep", "华南")];
    await publish({ teams: [{ id: one.teamId as string, each: null, together: 5 }] });
    const { foreseen, done } = await brought([one.name, two.name], 4);
    expect(done).toMatchObject({ created: 5, failed: 3 });
    expect(foreseen).toMatchObject({ created: 5, failed: 3 });
  });

  it("meets what one may hold of a grade, and its preview says so", async () => {
    await publish({});
    const rep = await w.person("赵三", "rep", "华北");
    await sql`update clew.person set cap_grades = '{"A": 2, "B": 2, "C": 2, "D": 2}'::jsonb where id = ${rep.id}`.execute(w.house.db);
    await directory.changed(w.system());
    const { foreseen, done } = await brought([rep.name], 6);
    expect(done).toMatchObject({ created: 2, failed: 4 });
    expect(foreseen).toMatchObject({ created: 2, failed: 4 });
  });
});
