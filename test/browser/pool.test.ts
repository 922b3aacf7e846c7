import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { getPolicy } from "../../core/policies/ops/policies.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { leadHolds } from "../../leads/pool/ops/holds.ts";
import type { PoolPolicy } from "../../leads/pool/policy.ts";
import { served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";


describe.skipIf(noApp)("the pool in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let admin: Actor & { kind: "person" };
  let rep: Actor & { kind: "person" };
  const broken: string[] = [];

  beforeAll(async () => {
    w = await world();
    // The browser's clock cannot be held: the world stands six days and twelve hours back until its leads are claimed, then where the browser is.
    w.at(new Date(Date.now() - 6.5 * 86_400_000).toISOString());
    s = await served(w);
    admin = await w.person("管理员", "admin");
    rep = await w.person("李雷", "rep", "华东");
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });

  async function open(who: Actor, width = 1440): Promise<Page> {
    const page = await signedIn(browser, s, who, { viewport: { width, height: 900 }, timezoneId: "Asia/Shanghai" });
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => broken.push(String(error)));
    return page;
  }
  const lead = async (values: Record<string, unknown>): Promise<string> => (await transaction(w.system(), (tx) => createRows(tx, "lead", [{ stage: "new", ...values } as never])))[0]?.row?.id as string;
  it("a rep sees what is hidden as locked, claims by keyboard, and puts the recycling of another lead off with a reason", { timeout: 120_000 }, async () => {
    const old = await lead({ name: "快走的", company: "临期公司", phone: "+8613911110001", owner_id: rep.id, budget: 80_000 });
    w.at(new Date().toISOString());
    const id = await lead({ name: "新来的", company: "公海公司", phone: "+8613911110002", pool_id: DEFAULT_POOL, score: 90 });
    const page = await open(rep);
    await page.goto(`${s.url}/pool`);
    await page.getByText("新来的").first().waitFor();
    expect(await page.locator(".locked").first().innerText()).toContain("****");
    await picture(page, "pool-rep");
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    await expect.poll(async () => (await w.as(admin, getRecord, { object: "lead", id })).owner_id, { timeout: 30_000 }).toBe(rep.id);
    await page.getByRole("tab", { name: "即将回收" }).click();
    await page.getByText("快走的").waitFor();
    await picture(page, "pool-leaving");
    const before = Date.parse(String((await w.as(admin, getRecord, { object: "lead", id: old })).recycle_at));
    await page.getByRole("button", { name: "延期" }).first().click();
    await page.getByRole("button", { name: "正在报价" }).click();
    await picture(page, "pool-extend");
    await page.getByRole("dialog").getByRole("button", { name: /延\s*期/ }).last().click();
    await expect.poll(async () => Date.parse(String((await w.as(admin, getRecord, { object: "lead", id: old })).recycle_at)) - before, { timeout: 30_000 }).toBe(3 * 86_400_000);
    expect((await w.as(rep, leadHolds, { id: old })).items[0]?.extensions).toMatchObject([{ reason: "正在报价" }]);
    await page.goto(`${s.url}/leads/${old}`);
    await page.getByRole("region", { name: "持有记录" }).getByText("正在报价").waitFor();
    await picture(page, "pool-hold-log");
    await page.context().close();
  });

  it("the forecast says how many go, whose and worth what, and its numbers open them", { timeout: 120_000 }, async () => {
    const page = await open(admin);
    await page.goto(`${s.url}/pool?pool=forecast`);
    await page.getByRole("cell", { name: "李雷" }).waitFor();
    await picture(page, "pool-forecast");
    await page.locator("a.forecast-total").last().click();
    await page.getByText("快走的").first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/leads");
    await page.context().close();
  });

  it("an administrator gives one pool limits of its own, tries them, and publishes", { timeout: 120_000 }, async () => {
    const { id } = (await w.as(admin, createRecords, { object: "pool", body: { name: "大客户公海", everyone: true } })) as { id: string };
    for (const width of [390, 1440]) {
      const page = await open(admin, width);
      await page.goto(`${s.url}/policies/pool`);
      await page.getByRole("combobox", { name: "哪个公海" }).click();
      await page.getByTitle("大客户公海").click();
      await page.getByRole("switch", { name: "此公海的上限 单独设置" }).click();
      await page.getByLabel("每天最多领取").fill("2");
      await picture(page, `pool-editor-${width}`);
      if (width === 1440) {
        await page.getByRole("button", { name: /发\s*布/ }).first().click();
        await expect.poll(async () => ((await w.as(admin, getPolicy, { kind: "pool" })).published?.body as PoolPolicy | undefined)?.pools, { timeout: 30_000 }).toMatchObject([{ id, limits: { claims_per_day: 2 } }]);
      }
      await page.context().close();
    }
  });

  it("an administrator caps what a team holds, and a rep of the team sees what is left", { timeout: 120_000 }, async () => {
    const page = await open(admin);
    await page.goto(`${s.url}/policies/pool`);
    await page.getByRole("button", { name: "给团队设上限" }).click();
    await page.getByLabel("每人").fill("40");
    await page.getByLabel("全队合计").fill("3");
    await picture(page, "pool-team-caps");
    await page.getByRole("button", { name: /发\s*布/ }).first().click();
    await expect.poll(async () => ((await w.as(admin, getPolicy, { kind: "pool" })).published?.body as PoolPolicy | undefined)?.limits.teams, { timeout: 30_000 }).toMatchObject([{ each: 40, together: 3 }]);
    await page.context().close();
    for (const width of [390, 1440]) {
      const own = await open(rep, width);
      await own.goto(`${s.url}/pool?pool=leaving`);
      await own.getByText("华东还可持有 1 条").waitFor();
      await own.getByText("快走的").waitFor();
      expect(await own.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const name of ["跟进", "延期", "退回"]) await own.getByRole("button", { name }).first().waitFor();
      await picture(own, `pool-leaving-${width}`);
      await own.context().close();
    }
  });

  it("nothing broke on the way", () => expect(broken).toEqual([]));
});
