import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "../../apps/everything.ts";
import { updateMe } from "../../core/access/me/update.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { getCollisionSetting, raiseCollision } from "../../leads/cleanse/collision/ops.ts";
import { findDuplicates } from "../../leads/cleanse/duplicates/job.ts";
import { startDuplicateRun } from "../../leads/cleanse/duplicates/ops/run.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
type Person = Actor & { kind: "person" };

describe.skipIf(noApp)("the desks in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let boss: Person;
  let li: Person;
  let wang: Person;
  const broken: string[] = [];

  beforeAll(async () => {
    w = await world();
    w.at(new Date().toISOString());
    s = await served(w);
    boss = await w.person("周总监", "manager");
    await w.team("销售部", undefined, boss.id);
    for (const name of ["华东组", "华北组"]) await w.team(name, "销售部");
    li = await w.person("李雷", "rep", "华东组");
    wang = await w.person("王芳", "rep", "华北组");
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });

  async function lead(values: Row): Promise<string> {
    const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ stage: "new", owner_id: li.id, ...values }]));
    return made?.row?.id as string;
  }
  async function open(who: Person, options = {}): Promise<Page> {
    const page = await signedIn(browser, s, who, options);
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => broken.push(String(error)));
    return page;
  }
  it("a manager searches the base, compares a cluster, chooses a value, merges by key, takes it back, and sets another apart", async () => {
    const twins = await Promise.all([
      lead({ name: "张伟", phone: "+8613911150001", company: "上海明远科技有限公司", city: "上海市", tags: ["key"], note: "展会上见过" }),
      lead({ name: "张伟", phone: "+8613911150001", company: "明远科技（上海）有限公司", email: "zhangwei@mingyuan.cn", job_title: "采购经理", owner_id: wang.id, note: "要报价" }),
      lead({ name: "张炜", phone: "+8613911150001", company: "上海明远科技", owner_id: null, source: "官网" }),
    ]);
    await w.as(li, logActivity, { id: twins[0] as string, kind: "call", summary: "打过", nothing_next: true });
    await Promise.all([1, 2].map((n) => lead({ name: "陈静", phone: "+8613911150002", company: "北京远航贸易有限公司", note: `第 ${n} 次留资` })));
    const page = await open(boss);
    await page.goto(`${s.url}/duplicates`);
    await page.getByText("没有待处理的重复线索").waitFor();
    await picture(page, "desks-empty");
    const run = await w.as(boss, startDuplicateRun, {});
    expect(jobs).toContain(findDuplicates);
    await findDuplicates.run(w.house, { id: run.id });
    await page.reload();
    await page.getByRole("list", { name: "重复线索" }).getByRole("button").nth(1).waitFor();
    await page.getByRole("list", { name: "重复线索" }).getByRole("button", { name: /张/ }).click();
    await page.getByRole("button", { name: /合并 3 条/ }).waitFor();
    await picture(page, "desks-cluster");
    await page.getByRole("button", { name: "公司 采用「明远科技（上海）有限公司」" }).click();
    await page.getByText("您的选择").waitFor();
    await picture(page, "desks-chosen");
    await page.keyboard.press("m");
    await page.getByText("已合并 3 条线索").waitFor();
    const survivor = await w.as(boss, getRecord, { object: "lead", id: twins[0] as string });
    expect(survivor).toMatchObject({ company: "明远科技（上海）有限公司", email: "zhangwei@mingyuan.cn", job_title: "采购经理", tags: ["key"] });
    for (const id of twins) expect((await w.as(boss, getRecord, { object: "lead", id })).id).toBe(survivor.id);
    await picture(page, "desks-merged");
    await page.getByRole("button", { name: /撤\s*销/ }).first().click();
    await expect.poll(async () => (await w.as(boss, getRecord, { object: "lead", id: twins[1] as string })).id, { timeout: 30_000 }).toBe(twins[1]);
    await page.getByRole("list", { name: "重复线索" }).getByRole("button", { name: /陈静/ }).click();
    await page.getByRole("button", { name: /合并 2 条/ }).waitFor();
    await page.keyboard.press("x");
    await page.getByText("已标记为不同客户").waitFor();
    await expect.poll(() => page.getByRole("list", { name: "重复线索" }).getByRole("button").count(), { timeout: 30_000 }).toBe(1);
    await page.context().close();

    const phone = await open(boss, PHONE);
    await phone.goto(`${s.url}/duplicates`);
    await phone.getByRole("list", { name: "重复线索" }).getByRole("button").first().click();
    await phone.getByRole("button", { name: /合并 3 条/ }).waitFor();
    await picture(phone, "desks-phone");
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await phone.context().close();
  }, 120_000);

  it("a rep asks whether a customer is taken while typing the phone, raises a claim, and the manager decides", async () => {
    const id = await lead({ name: "赵敏", phone: "+8613911150009", company: "苏州天工机械有限公司" });
    await w.as(li, logActivity, { id, kind: "call", outcome: "connected", summary: "聊过一次", nothing_next: true });
    const rep = await open(wang);
    await rep.goto(`${s.url}/leads`);
    await rep.getByRole("button", { name: "新建线索" }).first().click();
    await rep.getByRole("dialog").getByLabel("手机").fill("13911150009");
    await rep.getByText(/已有同事跟进 · 保护期至 .* · 请联系：华东组/).waitFor();
    await picture(rep, "desks-hint");
    await rep.keyboard.press("Escape");
    await rep.getByRole("dialog").waitFor({ state: "hidden" });
    await rep.getByRole("button", { name: "客户查重" }).click();
    const dialog = rep.getByRole("dialog", { name: "客户查重" });
    await dialog.getByLabel("手机").fill("139 1115 0009");
    await dialog.getByRole("button", { name: /查\s*询/ }).click();
    await dialog.getByText("请联系：华东组").waitFor();
    await picture(rep, "desks-taken");
    expect(await dialog.innerText()).not.toMatch(/赵敏|李雷|天工/);
    await dialog.getByRole("button", { name: "提出主张" }).click();
    await dialog.getByRole("textbox", { name: "提出主张" }).fill("上周展会已面谈");
    await dialog.getByRole("button", { name: "提出主张" }).click();
    await rep.waitForURL("**/collisions/*");
    await rep.getByText("华东组的同事").first().waitFor();
    await picture(rep, "desks-claim");
    expect(await rep.getByRole("main").innerText()).not.toMatch(/赵敏|李雷|天工/);
    await rep.context().close();

    const page = await open(boss);
    await page.goto(`${s.url}/leads/${id}`);
    await page.getByText("撞单裁决中，裁决前不能转移、退回或领取").waitFor();
    await page.getByText("王芳 主张 李雷 的客户").waitFor();
    await picture(page, "desks-banner");
    await page.getByRole("link", { name: "查看撞单" }).click();
    await page.waitForURL("**/collisions/*");
    await page.getByRole("button", { name: /裁\s*决$/ }).waitFor();
    await picture(page, "desks-collision");
    await page.getByRole("button", { name: /裁\s*决$/ }).click();
    const verdict = page.getByRole("dialog", { name: "裁决" });
    await verdict.getByRole("button", { name: "归 王芳" }).click();
    await verdict.getByRole("textbox", { name: "理由（双方都能看到）" }).fill("客户指定");
    await picture(page, "desks-decide");
    await verdict.getByRole("button", { name: /^裁\s*决$/ }).click();
    await page.getByText("裁决：归主张人").first().waitFor();
    await expect.poll(async () => (await w.as(boss, getRecord, { object: "lead", id })).owner_id, { timeout: 30_000 }).toBe(wang.id);
    await picture(page, "desks-decided");
    await page.context().close();

    const loser = await open(li, PHONE);
    await loser.goto(`${s.url}/collisions?state=settled`);
    await loser.getByRole("list", { name: "撞单" }).getByRole("button").first().click();
    await loser.getByRole("button", { name: /申\s*诉/ }).click();
    await loser.getByRole("dialog").getByRole("textbox").fill("客户一直是我在谈");
    await picture(loser, "desks-appeal");
    await loser.getByRole("dialog").getByRole("button", { name: /申\s*诉/ }).click();
    await loser.getByText("申诉中").first().waitFor();
    await picture(loser, "desks-appealed");
    expect(await loser.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await loser.context().close();
  }, 120_000);

  it("rules of values and of collisions are changed in plain words, in English and in the dark", async () => {
    const admin = await w.person("Admin", "admin");
    for (const n of [3, 4]) await w.as(wang, raiseCollision, { phone: await lead({ name: `客户${n}`, phone: `+861391115001${n}` }).then(() => `1391115001${n}`) });
    await w.as(admin, updateMe, { locale: "en" });
    const page = await open(admin, { locale: "en", colorScheme: "dark" });
    await page.goto(`${s.url}/duplicates`);
    await page.getByRole("button", { name: "Rules for values" }).click();
    await page.getByText("All other fields").first().waitFor();
    await picture(page, "desks-survivorship-dark");
    await page.getByRole("button", { name: "Save" }).click();
    await page.goto(`${s.url}/collisions`);
    await page.getByText(/^By the principles/).waitFor();
    await picture(page, "desks-collisions-dark");
    await page.getByRole("button", { name: "Collision rules" }).click();
    await page.getByText("Time to decide (business hours)").waitFor();
    await page.getByRole("checkbox", { name: "By territory" }).check();
    await picture(page, "desks-setting-dark");
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(async () => (await w.as(admin, getCollisionSetting, {})).setting.principles, { timeout: 30_000 }).toEqual(["first_entered", "first_valid_touch", "territory"]);
    await page.getByRole("button", { name: "Log of checks" }).click();
    await page.getByText("Who asked for which customer", { exact: false }).waitFor();
    await picture(page, "desks-log-dark");
    await page.context().close();
  }, 120_000);

  it("nothing broke on the way", () => {
    expect(broken).toEqual([]);
  });
});
