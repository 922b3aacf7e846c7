import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { recordTimeline } from "../../leads/timeline/timeline.ts";
import { PASSWORD, served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";

/** What undoing a conversion has removed may be asked for once more by the page that showed it. */
const GONE = /\/api\/v1\/records\/opportunity\//;

describe.skipIf(noApp)("a rep's day in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let rep: Actor & { kind: "person" };
  const problems: string[] = [];

  beforeAll(async () => {
    w = await world();
    // The browser's clock cannot be held, so the world's stands where the browser's is.
    w.at(new Date().toISOString());
    s = await served(w);
    rep = await w.person("李雷", "rep", "华东");
    await s.as(rep);
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });

  async function lead(values: Record<string, unknown>): Promise<string> {
    const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ stage: "new", ...values } as never]));
    return made?.row?.id as string;
  }
  const see = (id: string) => w.as(rep, getRecord, { object: "lead", id });
  async function signedIn(width: number): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && !/status of 401/.test(message.text()) && !GONE.test(message.location().url) && problems.push(`${message.text()} ${message.location().url}`));
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(s.url);
    await page.getByLabel("邮箱").fill(`${rep.id}@example.cn`);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: "工作台" }).waitFor();
    return { page, context };
  }

  it("at a desk: the most urgent lead is called by keyboard, logged with a next step without leaving, then opened and converted", async () => {
    const id = await lead({ name: "赵敏", company: "杭州云栖科技有限公司", phone: "+8613911112222", owner_id: rep.id, grade: "A1", score: 80 });
    const { page, context } = await signedIn(1440);
    await page.getByText("赵敏 · 杭州云栖科技有限公司").waitFor();
    await picture(page, "work-my-day");
    await page.keyboard.press("l");
    await page.getByRole("button", { name: "有意向" }).click();
    await page.getByLabel("内容").fill("要一份报价");
    await page.getByRole("button", { name: "保存跟进" }).click();
    await page.getByText("下一步做什么？选一个时间").waitFor();
    await page.getByRole("button", { name: "3 天后" }).click();
    await page.getByLabel("做什么（选填）").fill("发报价");
    await page.getByRole("button", { name: "保存跟进" }).click();
    await page.getByText("今天的事都做完了").waitFor();
    expect(await see(id)).toMatchObject({ stage: "contacted", next_step: "发报价", next_step_at: expect.any(String), first_response_at: expect.any(String) });

    await page.goto(`${s.url}/leads/${id}`);
    await page.getByText("要一份报价").waitFor();
    await picture(page, "work-lead");
    await page.getByRole("button", { name: /^(trophy )?转化$/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("新建联系人：赵敏").waitFor();
    await dialog.getByLabel("金额").fill("80000");
    await dialog.getByRole("button", { name: "转化", exact: true }).click();
    await page.waitForURL(/\/opportunities\//);
    await page.getByRole("heading", { name: "杭州云栖科技有限公司" }).waitFor();
    expect(await see(id)).toMatchObject({ stage: "converted", account_id: expect.any(String) });
    await page.getByRole("button", { name: "撤销" }).click();
    await page.getByText("已撤销", { exact: true }).waitFor();
    expect(await see(id)).toMatchObject({ stage: "contacted", account_id: null });
    expect(problems).toEqual([]);
    await context.close();
  });

  it("from the pool: a lead shows its number once claimed, and a mistaken claim is taken back", async () => {
    const id = await lead({ name: "孙浩", company: "宁波远洋物流有限公司", phone: "+8613733334444" });
    const { page, context } = await signedIn(1440);
    await page.getByRole("link", { name: "公海" }).click();
    await page.getByText("137****4444").waitFor();
    await picture(page, "work-pool");
    await page.getByRole("button", { name: "领取", exact: true }).click();
    await page.getByText("已领取 1 条线索").waitFor();
    expect(await see(id)).toMatchObject({ owner_id: rep.id, phone: "+8613733334444" });
    await page.getByRole("button", { name: "撤销" }).click();
    await page.getByText("已撤销", { exact: true }).waitFor();
    expect(await see(id)).toMatchObject({ owner_id: null, phone: "+86137****4444" });
    expect(problems).toEqual([]);
    await context.close();
  });

  it("on a phone: the lead is opened, a visit is checked in with the device's position and logged from the bar below, and nothing is cut off", async () => {
    const id = await lead({ name: "周晓燕", company: "无锡太湖新材料有限公司", phone: "+8613655556666", owner_id: rep.id, grade: "A1", score: 90 });
    const { page, context } = await signedIn(390);
    await context.grantPermissions(["geolocation"], { origin: s.url });
    await context.setGeolocation({ latitude: 31.49117, longitude: 120.31191 });
    await picture(page, "work-phone-my-day");
    await page.getByRole("button", { name: /周晓燕/ }).click();
    await page.getByRole("navigation", { name: "操作" }).getByRole("button", { name: "记录" }).click();
    await page.getByRole("dialog").getByText("拜访").click();
    await page.getByRole("button", { name: "签到定位" }).click();
    await page.getByText("已签到 31.49117, 120.31191").waitFor();
    await picture(page, "work-phone-log");
    await page.getByLabel("没有下一步").check();
    await page.getByRole("button", { name: "保存跟进" }).click();
    await page.getByText("已记录").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    const { items } = await w.as(rep, recordTimeline, { object: "lead", id });
    expect(items.find((item) => item.kind === "activity")?.facts).toMatchObject({ kind: "visit" });
    expect(problems).toEqual([]);
    await context.close();
  });
});
