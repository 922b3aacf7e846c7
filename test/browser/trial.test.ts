import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { breather } from "../../core/breathe.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { policyKinds } from "../../core/policies/kind.ts";
import { createRows } from "../../core/records/write.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

describe.skipIf(noApp)("the trial panel in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let admin: Actor;
  const broken: string[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    w.at(new Date().toISOString());
    admin = await w.person("管理员", "admin");
    await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 30 }, (_, i) => ({ name: `线索 ${i}`, phone: `+8613${712_345_600 + i}`, stage: "new", ...(i < 12 ? { need: "询价" } : {}) }))));
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });
  it("is started, says how far it is, can be cancelled, and shows what differs with both receipts", { timeout: 120_000 }, async () => {
    const page = await signedIn(browser, s, admin);
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => broken.push(String(error)));
    await page.goto(`${s.url}/policies/score`);
    const weight = page.getByRole("slider", { name: "写明了需求 权重" });
    await weight.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    const panel = page.getByRole("region", { name: "试算" });

    const kinds = policyKinds(w.house);
    const shipped = kinds.get("score");
    if (!shipped) throw new Error("no score kind");
    kinds.set("score", {
      ...shipped,
      async simulate(_ctx, _draft, run) {
        const breathe = breather();
        for (let done = 1; ; done++) {
          run.progress(done, 1_000_000);
          await (breathe() ?? new Promise((resolve) => setTimeout(resolve, 1)));
        }
      },
    });
    await panel.getByRole("button", { name: "试算" }).click();
    await panel.getByText("1,000,000").waitFor();
    await picture(page, "trial-running", true);
    await panel.getByRole("button", { name: "取消" }).click();
    await panel.getByText("已取消试算，没有改动任何数据。").waitFor();
    kinds.set("score", shipped);

    await panel.getByRole("button", { name: "试算" }).click();
    await panel.getByText("30 条线索中，12 条结果不同。").waitFor();
    const first = panel.locator(".trial-list li").first();
    await first.getByRole("button", { name: /两边的依据/ }).click();
    const [before, after] = [first.locator(".trial-both section").nth(0), first.locator(".trial-both section").nth(1)];
    await before.getByRole("heading", { name: /^现行规则/ }).waitFor();
    await after.getByRole("heading", { name: /^草稿/ }).waitFor();
    expect(await before.locator(".reasons li").allInnerTexts()).not.toEqual(await after.locator(".reasons li").allInnerTexts());
    for (const said of await panel.locator(".reasons li").allInnerTexts()) expect(said).not.toMatch(/rule_fired|[{}]/);
    await picture(page, "trial-differences", true);
    expect(await page.getByLabel("草稿", { exact: true }).locator(".changes li").allInnerTexts()).toEqual([expect.stringContaining("写明了需求")]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(page, "trial-phone", true);
    expect(broken).toEqual([]);
    await page.close();
  });
});
