import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { claimLead } from "../../leads/pool/ops/claim.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const PERIOD = "from=2026-02-01&to=2026-03-31";
const soon = { timeout: 15_000 };

describe.skipIf(noApp)("the dashboard in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let rep: Actor;
  let browser: Browser;

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    admin = await w.person("管理员", "admin");
    rep = await w.person("徐静怡", "rep", "华东");
    const lead = (i: number) => ({ name: `客户${i}`, phone: `139${String(10_000_000 + i * 7_919)}`, source: i % 3 === 0 ? "展会" : "抖音广告" });
    const made = (await w.as(admin, createRecords, { object: "lead", body: { items: Array.from({ length: 9 }, (_, i) => lead(i)) } })) as unknown as { items: { id: string; owner_id: string | null; pool_id: string | null }[] };
    for (const { id, pool_id } of made.items.slice(0, 4)) if (pool_id) await w.as(rep, claimLead, { id });
    const other = await w.person("赵敏", "rep", "华北");
    for (const { id, pool_id } of made.items.slice(4, 6)) if (pool_id) await w.as(other, claimLead, { id });
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s.close();
    await w.close();
  });

  /** Clicks a number and says what it was and how many records the list it opens has. */
  async function opened(page: Page, number: Locator): Promise<[number, number]> {
    const value = Number((await number.innerText()).replaceAll(",", "").replace(/\D*(\d+)\D*/, "$1"));
    await number.click();
    await page.waitForURL(/\/leads\?filter=/, soon);
    const total = page.getByText(/共 [\d,]+ 条/);
    await total.waitFor(soon);
    return [value, Number((await total.innerText()).replace(/\D/g, ""))];
  }

  it("a number on top, a source and the largest leak open exactly as many leads as they say", async () => {
    const page = await signedIn(browser, s, admin);
    for (const of of [(p: Page) => p.getByRole("link", { name: /^新线索 / }), (p: Page) => p.getByRole("link", { name: "抖音广告 · 线索 6" }), (p: Page) => p.getByRole("link", { name: /^查看这 \d+ 条线索$/ })]) {
      await page.goto(`${s.url}/insight?${PERIOD}`);
      const [value, records] = await opened(page, of(page));
      expect(value).toBeGreaterThan(0);
      expect(records).toBe(value);
    }
  });

  it("a number that no filter can name opens its rows beside it, and the address keeps them", async () => {
    const page = await signedIn(browser, s, admin);
    await page.goto(`${s.url}/insight?${PERIOD}`);
    const claimed = page.getByRole("table", { name: "销售表现" }).getByRole("link", { name: "徐静怡 · 领取 4" });
    await claimed.click(soon);
    await page.locator(".drill li").first().waitFor(soon);
    expect(await page.locator(".drill li").count()).toBe(4);
    await page.reload();
    await page.locator(".drill li").first().waitFor(soon);
    expect(await page.locator(".drill li").count()).toBe(4);
  });

  it("a rep counts their own leads and those of their pool, never those of a colleague", async () => {
    const page = await signedIn(browser, s, rep);
    await page.goto(`${s.url}/insight?${PERIOD}`);
    const [value, records] = await opened(page, page.getByRole("link", { name: /^新线索 / }));
    expect([value, records]).toEqual([7, 7]);
  });
});
