import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { checkTaken } from "../../leads/cleanse/taken/check.ts";
import { takenLog } from "../../leads/cleanse/taken/log.ts";
import { type Served, served } from "../setup/server.ts";
import { type World, world } from "../world.ts";

type Person = Actor & { kind: "person" };
let w: World;
let s: Served;
let admin: Person;
let li: Person;
let wang: Person;

beforeAll(async () => {
  w = await world();
  s = await served(w);
  admin = await w.person("管理员", "admin");
  li = await w.person("李雷", "rep", "华东");
  wang = await w.person("王芳", "rep", "华北");
});
afterAll(async () => {
  await s.close();
  await w.close();
});

describe("is this customer taken?", () => {
  it("says that they are known, until when they are protected and which team to ask, and nothing else", async () => {
    await w.as(li, createRecords, { object: "lead", body: { name: "机密客户", phone: "13911130001", email: "Secret@Example.cn", wechat: "secret_wx", company: "机密科技有限公司", credit_code: "91310000MA1K4ABC5X" } });
    for (const named of [{ phone: "139-1113-0001" }, { email: "secret@example.cn" }, { wechat: "secret_wx" }, { company: "机密科技（有限公司）" }]) {
      const answer = await w.as(wang, checkTaken, named);
      expect(Object.keys(answer).sort()).toEqual(["exists", "protected_until", "team"]);
      expect(answer, JSON.stringify(named)).toMatchObject({ exists: true, team: "华东", protected_until: expect.any(String) });
      expect(JSON.stringify(answer)).not.toMatch(/机密|李雷|secret/i);
    }
    expect(await w.as(wang, checkTaken, { phone: "13911139999" })).toEqual({ exists: false, protected_until: null, team: null });
    await w.as(li, createRecords, { object: "account", body: { name: "老客户集团", phone: "02155550001" } });
    expect(await w.as(wang, checkTaken, { company: "老客户集团" })).toMatchObject({ exists: true, team: "华东", protected_until: null });
  });

  it("half a number asks nothing, and nobody is asked for by nothing", async () => {
    await expect(w.as(wang, checkTaken, { phone: "1391" })).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "phone" }] });
    await expect(w.as(wang, checkTaken, {})).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("every question is kept for administrators, with what was found; others do not read it", async () => {
    const { items } = await w.as(admin, takenLog, { person_id: wang.id });
    expect(items.map((q) => [q.actor_name, q.asked, q.found]).slice(0, 2)).toEqual([["王芳", { company: "老客户集团" }, true], ["王芳", { phone: "13911139999" }, false]]);
    const page = await w.as(admin, takenLog, { limit: 2 });
    expect((await w.as(admin, takenLog, { limit: 2, before: page.next as string })).items[0]?.id).not.toBe(page.items[1]?.id);
    for (const who of [li, await w.person("主管", "manager", "华东")]) await expect(w.as(who, takenLog, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("too many are refused with the time to wait, and the refusal is kept too", async () => {
    const fast = await w.person("快手", "rep", "华北");
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => s.request(fast, "POST", "/api/v1/leads/taken", { phone: `1391114${1_000 + i}` })));
    const refused = answers.filter((a) => a.status === 429);
    expect(answers.filter((a) => a.status === 200)).toHaveLength(20);
    expect(refused).toHaveLength(10);
    for (const answer of refused) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    const { items } = await w.as(admin, takenLog, { person_id: fast.id });
    expect(items.filter((q) => q.found === null)).toHaveLength(10);
  });
});
