import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateMe } from "../../core/access/me/update.ts";
import type { Actor } from "../../core/ctx.ts";
import { getPolicy } from "../../core/policies/ops/policies.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import type { MatchPolicy } from "../../leads/cleanse/policy.ts";
import { served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const soon = { timeout: 30_000 };

describe.skipIf(noApp)("match rules in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let browser: Browser;
  const broken: string[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w);
    w.at(new Date().toISOString());
    admin = await w.person("管理员", "admin");
    browser = await launched();
    for (const name of ["叶知秋", "叶之秋"]) await w.as(admin, captureLead, { channel_key: "api", body: { name, phone: "13911160001", company: "苏州枫桥软件有限公司" } });
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });
  async function open(options = {}): Promise<Page> {
    const page = await signedIn(browser, s, admin, options);
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => broken.push(String(error)));
    await page.goto(`${s.url}/policies/match`);
    return page;
  }
  it("a rule that weighs names and companies is made, tried on what came, and published", { timeout: 180_000 }, async () => {
    const page = await open();
    await page.getByRole("button", { name: "添加规则" }).click();
    const card = page.locator("article.rule").last();
    await card.getByRole("textbox", { name: "名称" }).fill("读音像、公司像");
    await card.getByText("只在进线时").click();
    for (const _ of [1, 2]) await card.getByRole("button", { name: "添加比较项" }).click();
    await card.getByRole("combobox", { name: "姓名 怎么比" }).click();
    await page.locator(".ant-select-item-option:visible").filter({ hasText: "读音相同" }).click();
    const likeness = card.getByRole("slider", { name: "公司 相似度从" });
    await likeness.focus();
    await likeness.press("ArrowRight");
    await card.getByText("81%").waitFor();
    await card.getByText(/^算相符：/).waitFor();
    await card.getByRole("combobox", { name: "把握多大才算" }).click();
    await page.locator(".ant-select-item-option:visible").filter({ hasText: "达到 99%" }).click();
    await picture(page, "match-rule", true);
    await page.getByRole("button", { name: "1. 电话、微信或邮箱相同 删除规则" }).click();
    await page.getByRole("button", { name: /^试\s*算$/ }).click();
    await page.getByText(/^2 条线索中，1 条结果不同/).waitFor();
    await page.getByText("其中 1 条进线当时没有新建线索", { exact: false }).waitFor();
    await page.getByText("未新建线索的进线").waitFor();
    await page.getByRole("button", { name: "叶之秋：两边的依据" }).click();
    await page.getByText("电话相同").first().waitFor();
    await picture(page, "match-tried", true);
    await page.getByRole("button", { name: /^发\s*布$/ }).click();
    await expect.poll(async () => ((await w.as(admin, getPolicy, { kind: "match" })).published?.body as MatchPolicy | undefined)?.rules.at(-1), soon).toMatchObject({
      name: { zh: "读音像、公司像" }, keys: ["phone"], where: "arrivals", certainty: 0.99, compare: [{ field: "name", how: "pinyin_equal" }, { field: "company", how: "fuzzy", threshold: 0.81 }],
    });
    await page.context().close();
  });

  it("reads in English, in the dark and under a thumb", { timeout: 120_000 }, async () => {
    await w.as(admin, updateMe, { locale: "en" });
    const page = await open({ locale: "en", colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.getByRole("button", { name: /Very likely the same person/ }).first().click();
    await page.getByText("How certain").first().waitFor();
    await picture(page, "match-phone", true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.context().close();
  });

  it("nothing broke on the way", () => {
    expect(broken).toEqual([]);
  });
});
