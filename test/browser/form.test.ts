import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { listArrivals } from "../../leads/capture/ops/arrivals.ts";
import { createChannel } from "../../leads/capture/ops/channels.ts";
import { served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noBrowser, picture } from "./chrome.ts";


describe.skipIf(noBrowser)("a hosted form in a browser (needs Chromium)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let browser: Browser;
  const problems: string[] = [];
  const soon = { timeout: 10_000 };

  beforeAll(async () => {
    w = await world();
    s = await served(w);
    admin = await w.person("管理员", "admin");
    browser = await launched();
    await w.as(admin, createChannel, {
      key: "demo", kind: "form", name: "预约演示",
      settings: {
        title: "预约产品演示", description: "留下联系方式，顾问会在一个工作日内与您联系。", button: "立即预约", thanks: "预约成功，我们会尽快与您联系。", guard: true, embed_origins: ["*"],
        fields: [{ key: "name", required: true }, { key: "phone", required: true }, { key: "email" }, { key: "company" }, { key: "company_size" }, { key: "tags" }, { key: "need" }],
      },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await s.close();
    await w.close();
  });

  async function open(path: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: "zh-CN", ...options });
    page.on("console", (message) => message.type() === "error" && !/status of 400/.test(message.text()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(path);
    return page;
  }
  const leadOf = async (name: string) => {
    const { items } = await w.as(admin, listArrivals, { channel: "demo" });
    const arrival = items.find((a) => (a.payload as { name?: string }).name === name);
    return w.as(admin, getRecord, { object: "lead", id: arrival?.record_id as string });
  };

  it("on a phone, a visitor corrects a mistake, sends and is thanked; the lead knows where they came from", async () => {
    const page = await open(`${s.url}/f/demo?utm_source=wechat&utm_campaign=autumn`);
    await picture(page, "form-empty", true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByLabel("姓名").fill("诸葛亮");
    await page.getByRole("button", { name: "立即预约" }).click();
    await expect.poll(() => page.locator("#p-phone").textContent(), soon).toBe("请填写此项");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("f-phone");
    await page.getByLabel("手机").fill("1391234");
    await page.getByRole("button", { name: "立即预约" }).click();
    await expect.poll(() => page.locator("#p-phone").textContent(), soon).toBe("电话号码格式不正确");
    await picture(page, "form-mistake", true);
    await page.getByLabel("手机").fill("139 1234 5670");
    await page.getByLabel("公司规模").selectOption("21-100");
    await page.getByLabel("重点").check();
    await page.getByLabel("展会").check();
    await page.getByLabel("需求").fill("想看看 <b>报价</b>");
    await page.getByRole("button", { name: "立即预约" }).click();
    await expect.poll(() => page.locator("#thanks").textContent(), soon).toBe("预约成功，我们会尽快与您联系。");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("thanks");
    await picture(page, "form-thanks", true);
    expect(await leadOf("诸葛亮")).toMatchObject({ phone: "+8613912345670", company_size: "21-100", tags: ["key", "expo"], need: "想看看 <b>报价</b>", utm_source: "wechat", utm_campaign: "autumn", channel: "demo" });
    expect(problems).toEqual([]);
  });

  it("in English and in the dark", async () => {
    const page = await open(`${s.url}/f/demo?lang=en`, { colorScheme: "dark" });
    await page.getByLabel("Name", { exact: false }).fill("Ada");
    await picture(page, "form-dark", true);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    const wide = await open(`${s.url}/f/demo?lang=en`, { viewport: { width: 1440, height: 900 } });
    await picture(wide, "form-wide", true);
    expect(problems).toEqual([]);
  });

  it("stands in somebody else's page as high as it is, and sends from there", async () => {
    const host = createServer((_request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><title>官网</title><h1>官网</h1><div id="place"></div><script src="${s.url}/f/demo/embed.js" data-into="#place" data-lang="zh"></script>`);
    });
    await new Promise<void>((resolve) => void host.listen(0, "127.0.0.1", resolve));
    // Another name of the same machine is another origin.
    const page = await open(`http://localhost:${(host.address() as AddressInfo).port}/landing?utm_source=site`);
    const frame = page.frameLocator("iframe");
    await frame.getByLabel("姓名").fill("黄盖");
    await frame.getByLabel("手机").fill("13912345671");
    const height = await page.locator("iframe").evaluate((f) => (f as HTMLIFrameElement).offsetHeight);
    expect(height).toBeGreaterThan(600);
    await picture(page, "form-embed", true);
    await frame.getByRole("button", { name: "立即预约" }).click();
    await expect.poll(() => frame.locator("#thanks").textContent(), soon).toBe("预约成功，我们会尽快与您联系。");
    await expect.poll(() => page.locator("iframe").evaluate((f) => (f as HTMLIFrameElement).offsetHeight), soon).toBeLessThan(height);
    const lead = await leadOf("黄盖");
    expect(lead).toMatchObject({ utm_source: "site" });
    expect(lead.landing_page).toMatch(/^http:\/\/localhost:\d+\/landing$/);
    expect(problems).toEqual([]);
    host.close();
    host.closeAllConnections();
  });
});
