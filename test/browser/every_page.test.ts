import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRows } from "../../core/records/write.ts";
import words from "../../web/words/zh-CN/index.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { wrongOnScreen } from "./look_at.ts";
import { launched, noApp } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const [DESK, PHONE] = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
/** Every address without a parameter, read from the list of pages itself. */
const ADDRESSES = [...readFileSync(new URL("../../web/app/pages.tsx", import.meta.url), "utf8").matchAll(/\{ path: "([^":]+)"/g)].map(([, path]) => `/${path}`);
/** Pages within pages, and addresses that lead nowhere. */
const BESIDES = ["/policies/match", "/policies/score", "/policies/route", "/policies/pool", "/policies/sla", "/pool?pool=leaving", "/pool?pool=forecast", "/sla?tab=report", "/sla?wall=1", "/tasks?tab=done", "/leads?as=board", "/duplicates?status=dismissed", "/collisions?state=settled", "/objects/lead", "/channels/website", "/records/order", "/nothing-here", "/leads/not-an-id"];

describe.skipIf(noApp)("every page (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let admin: Actor & { kind: "person" };
  let rep: Actor & { kind: "person" };
  let lead = "";
  const wrong: string[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    w.at(new Date().toISOString());
    [admin, rep] = [await w.person("周明远", "admin", "总部"), await w.person("张晨", "rep", "华东组")];
    const rows = await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 30 }, (_, i) => ({
      name: `客户 ${i}`, phone: `+8613${800_000_000 + i}`, company: `云帆软件 ${i} 号有限公司`, source: "官网表单", channel: "website", stage: "contacted", owner_id: rep.id, score: i * 3, budget: 120_000, need: "想了解价格和实施周期",
    }))));
    lead = String(rows[0]?.row?.id);
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s.close();
    await w.close();
  });

  /** A page whose every complaint is kept: exceptions, warnings, policy violations, refused requests. */
  async function watched(who: Actor & { kind: "person" }, locale: "zh-CN" | "en", colorScheme: "light" | "dark"): Promise<Page> {
    await s.request(who, "PATCH", "/api/v1/me", { locale });
    const page = await signedIn(browser, s, who, { viewport: DESK, locale, colorScheme, reducedMotion: "reduce" });
    page.setDefaultTimeout(30_000);
    const at = (): string => `${locale} ${new URL(page.url()).pathname}`;
    page.on("pageerror", (error) => wrong.push(`${at()}: ${error.message}`));
    page.on("console", (message) => {
      // The browser itself reports the record that is not there.
      if ((message.type() === "error" || message.type() === "warning") && !page.url().includes("not-an-id")) wrong.push(`${at()}: ${message.text()}`);
    });
    return page;
  }

  async function look(page: Page, address: string, sizes = [DESK, PHONE]): Promise<void> {
    await page.setViewportSize(sizes[0] ?? DESK);
    await page.goto(`${s.url}${address}`);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.locator("main").waitFor();
      await page.waitForFunction(() => document.querySelector("main")?.textContent !== "" && !document.querySelector("main [aria-busy=true], .receipt-waiting, .ant-spin-spinning"));
      const now = (): Promise<string[]> => page.evaluate(wrongOnScreen, { spaces: Object.keys(words), phone: size === PHONE });
      let seen = await now();
      // On a busy machine a page that has just been made narrow is still the wide one; what is wrong stays wrong.
      for (const until = Date.now() + 5_000; seen.length > 0 && Date.now() < until; seen = await now()) await page.waitForTimeout(200);
      wrong.push(...seen.map((each) => `${address} at ${size.width} px: ${each}`));
    }
  }

  it.each([["zh-CN", "light"], ["en", "dark"]] as const)("says what it is, fits both sizes, can be read and complains of nothing, in %s and %s", { timeout: 420_000 }, async (locale, scheme) => {
    wrong.length = 0;
    const page = await watched(admin, locale, scheme);
    for (const address of [...ADDRESSES, ...BESIDES, `/leads/${lead}`, `/leads/${lead}?tab=facts`, `/leads/${lead}?tab=why`]) await look(page, address);
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  it("tells those without the right so, and asks the server for nothing it would refuse", { timeout: 240_000 }, async () => {
    wrong.length = 0;
    const page = await watched(rep, "zh-CN", "light");
    for (const address of ["/people", "/roles", "/organisation", "/audit", "/channels/website", "/policies/score", "/objects/lead", "/team"]) {
      await look(page, address, [PHONE]);
      await page.getByText("您没有权限打开").waitFor();
    }
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  it("goes through tasks by keyboard", async () => {
    await transaction(w.system(), (tx) => createRows(tx, "task", ["回访报价", "发合同"].map((title, i) => ({ title, owner_id: rep.id, lead_id: lead, due_at: new Date(Date.now() + (i + 1) * 3_600_000).toISOString() }))));
    const page = await watched(rep, "zh-CN", "light");
    await page.goto(`${s.url}/tasks`);
    await page.getByText("发合同").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.locator(".task-focus", { hasText: "发合同" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/tasks/*");
    await expect.poll(() => page.title(), { timeout: 30_000 }).toContain("发合同");
    await page.context().close();
  });
});
