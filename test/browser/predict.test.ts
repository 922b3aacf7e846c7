import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { createRows } from "../../core/records/write.ts";
import { chance } from "../../leads/score/predict/learn/planted_fixture.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { working } from "../setup/worker.ts";
import { type World, world } from "../world.ts";
import { launched, noApp } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const soon = { timeout: 30_000 };
const ODDS: Record<string, number> = { 客户推荐: 0.7, 官网表单: 0.4, 抖音广告: 0.1 };

describe.skipIf(noApp)("the predictive score in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let browser: Browser;
  let worker: { stop(): Promise<void> };
  const random = chance(3);
  let made = 0;

  /** Leads brought in with their outcome, as an import of the past does, or open ones. */
  async function past(count: number, stage: (source: string) => string): Promise<void> {
    const sources = Object.keys(ODDS);
    const rows = Array.from({ length: count }, (): Row => {
      const source = sources[Math.floor(random() * 3)] as string;
      return { name: `客户${made}`, phone: `+86138${String(10_000_000 + made++)}`, source, stage: stage(source), created_at: new Date(Date.parse("2026-01-01") + made * 3_600_000).toISOString(), ...(random() < 0.5 ? { need: "想了解价格" } : {}) };
    });
    await transaction(w.system(), (tx) => createRows(tx, "lead", rows));
  }

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    admin = await w.person("管理员", "admin");
    worker = await working(w);
    await past(60, () => "disqualified");
    await past(20, () => "converted");
    await past(30, () => "new");
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await worker?.stop();
    await s.close();
    await w.close();
  });

  const factor = (page: Page, name: string) => page.getByRole("slider", { name });

  it("says how many conversions are missing, learns, explains, lets weights be changed, and goes back with one click", async () => {
    const page = await signedIn(browser, s, admin);
    await page.goto(`${s.url}/predictive`);
    await page.getByText("目前有 20 条已转化线索，需要 50 条才能开始学习。").waitFor(soon);
    expect(await page.getByRole("button", { name: "开始学习" }).isDisabled()).toBe(true);

    await past(400, (source) => (random() < (ODDS[source] as number) ? "converted" : "disqualified"));
    await page.reload();
    await page.getByRole("button", { name: "开始学习" }).click(soon);
    await page.getByRole("heading", { name: /准确度/ }).waitFor(soon);
    await page.getByRole("img", { name: /预测多少，实际多少/ }).locator("svg").waitFor(soon);

    await page.getByRole("region", { name: "版本" }).getByRole("button", { name: /启\s?用/ }).click(soon);
    await page.getByText("第 1 版生效中").waitFor(soon);

    const referred = factor(page, "来源：客户推荐");
    const learned = Number(await referred.getAttribute("aria-valuenow"));
    expect(learned).toBeGreaterThan(3);
    await referred.focus();
    await page.keyboard.press("Home");
    await page.getByText(/条在途线索中 \d+ 条换了位置/).waitFor(soon);
    await page.getByRole("button", { name: "保存为新版本并启用" }).click(soon);
    await page.getByText("第 2 版生效中").waitFor(soon);
    await expect.poll(() => factor(page, "来源：客户推荐").getAttribute("aria-valuenow"), soon).toBe("-60");
    await page.getByRole("region", { name: "版本" }).getByRole("button", { name: /启\s?用/ }).click(soon);
    await page.getByText("第 1 版生效中").waitFor(soon);
    await expect.poll(() => factor(page, "来源：客户推荐").getAttribute("aria-valuenow"), soon).toBe(String(learned));

    await page.getByRole("group", { name: "来源", exact: true }).getByRole("link").first().click(soon);
    await page.waitForURL(/\/leads\?filter=/, soon);
  }, 120_000);

  it("a lead says why it is predicted, and the page fits a phone", async () => {
    const page = await signedIn(browser, s, admin, { viewport: { width: 390, height: 844 } });
    await page.goto(`${s.url}/predictive`);
    await page.getByText("第 1 版生效中").waitFor(soon);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.goto(`${s.url}/leads`);
    const { json } = await s.request(admin, "POST", "/api/v1/records/lead/query", { filter: { field: "predicted", op: "not_empty" }, limit: 1 });
    await page.goto(`${s.url}/leads/${json.items[0].id}`);
    await page.getByRole("button", { name: /为什么是这个预测/ }).click(soon);
    await page.getByText(/各项都居中的线索/).waitFor(soon);
  }, 60_000);
});
