import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { breather } from "../../core/breathe.ts";
import { transaction } from "../../core/db/transaction.ts";
import { policyKinds } from "../../core/policies/kind.ts";
import { cancelSimulation, draftPolicy, simulatePolicy, simulationProgress } from "../../core/policies/ops/policies.ts";
import { createRows } from "../../core/records/write.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let marketer: Person;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  marketer = await w.person("市场", "marketer");
  const rows = Array.from({ length: 300 }, (_, i) => ({ name: `线索 ${i}`, phone: `+8613${600_000_000 + i}`, stage: "new", industry: "软件" }));
  await transaction(w.system(), (tx) => createRows(tx, "lead", rows as never));
});
afterAll(() => w.close());

const generous = { ...DEFAULT_SCORE_POLICY, groups: DEFAULT_SCORE_POLICY.groups.map((g) => (g.id === "profile" ? { ...g, rules: g.rules.map((r) => (r.id === "industry_given" ? { ...r, points: 20 } : r)) } : g)) };

/** Makes trials of scores endless until somebody stops them; gives the old way back. */
function endless(): () => void {
  const kinds = policyKinds(w.house);
  const shipped = kinds.get("score");
  if (!shipped) throw new Error("no score kind");
  kinds.set("score", {
    ...shipped,
    async simulate(_ctx, _draft, run) {
      const breathe = breather();
      for (let done = 0; ; done++) {
        run.progress(done, 1_000_000);
        await (breathe() ?? new Promise((resolve) => setTimeout(resolve, 1)));
      }
    },
  });
  return () => void kinds.set("score", shipped);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error("it did not come true in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("a trial", () => {
  it("tells both receipts of a difference in words, before and after", async () => {
    const answer = await w.as(admin, simulatePolicy, { kind: "score", body: generous, days: 30 });
    expect(answer).toMatchObject({ leads: 300, changed: 300 });
    for (const side of ["before", "after"] as const) {
      const { reasons, explain } = answer.differences[0]![side];
      expect(explain).toHaveLength(reasons.length);
      for (const said of explain) expect(said.zh).not.toMatch(/rule_fired|[{}]/);
    }
    expect(answer.differences[0]?.after.explain.map((said) => said.zh).join()).toContain("20");
    expect(answer.totals.source[0]).toMatchObject({ leads: 300, changed: 300 });
  });

  it("its progress can be read by whoever started it and by nobody else, and says when it is done", async () => {
    const progress_id = randomUUID();
    await expect(w.as(admin, simulationProgress, { progress_id })).rejects.toMatchObject({ code: "not_found" });
    await w.as(admin, simulatePolicy, { kind: "score", body: generous, progress_id });
    expect(await w.as(admin, simulationProgress, { progress_id })).toMatchObject({ done: 300, total: 300, state: "done" });
    await expect(w.as(marketer, simulationProgress, { progress_id })).rejects.toMatchObject({ code: "not_found" });
    // An hour later the next trial sweeps it away.
    await w.travel({ hours: 2 });
    await w.as(admin, simulatePolicy, { kind: "score", body: generous, progress_id: randomUUID() });
    await expect(w.as(admin, simulationProgress, { progress_id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("stops when it is cancelled, wherever it runs, while others are served", async () => {
    const restore = endless();
    try {
      const progress_id = randomUUID();
      const running = w.as(admin, simulatePolicy, { kind: "score", progress_id }).catch((error: unknown) => error);
      await until(async () => (await w.as(admin, simulationProgress, { progress_id })).done > 0);
      // Somebody else's cancelling is of no effect.
      await w.as(marketer, cancelSimulation, { progress_id });
      await w.as(admin, cancelSimulation, { progress_id });
      expect(await running).toMatchObject({ code: "simulation_cancelled" });
      expect(await w.as(admin, simulationProgress, { progress_id })).toMatchObject({ state: "cancelled", total: 1_000_000 });
    } finally {
      restore();
    }
  });

  it("stops when its caller goes away", async () => {
    const restore = endless();
    try {
      const gone = new AbortController();
      const running = w.as(admin, simulatePolicy, { kind: "score" }, { signal: gone.signal }).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 30));
      gone.abort();
      expect(await running).toMatchObject({ code: "simulation_cancelled" });
    } finally {
      restore();
    }
  });
});

describe("rules that cannot be kept", () => {
  it("are refused in both languages, each wrong field by its place", async () => {
    const [group] = DEFAULT_SCORE_POLICY.groups;
    const body = { ...DEFAULT_SCORE_POLICY, heat: { high: "hot", mid: 40 }, groups: [{ ...group, rules: [{ ...group?.rules[0], when: { all: [{ field: "score", op: "about" }] } }] }] };
    await expect(w.as(admin, draftPolicy, { kind: "score", body })).rejects.toMatchObject({
      code: "invalid_input",
      errors: expect.arrayContaining([
        { path: "body.heat.high", message: { zh: expect.stringContaining("无效输入"), en: expect.stringContaining("expected number") } },
        { path: "body.groups[0].rules[0].when.all[0].op", message: expect.objectContaining({ zh: expect.stringMatching(/[一-鿿]/) }) },
      ]),
    });
    const falling = { ...DEFAULT_SCORE_POLICY, grade: { ...DEFAULT_SCORE_POLICY.grade, fit: { A: 10, B: 20, C: 5 } } };
    await expect(w.as(admin, draftPolicy, { kind: "score", body: falling })).rejects.toMatchObject({ errors: [{ message: { zh: "阈值必须依次降低" } }] });
  });
});
