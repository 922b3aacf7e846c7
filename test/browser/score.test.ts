import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { getPolicy } from "../../core/policies/ops/policies.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { changeChannel, createChannel, listChannels } from "../../leads/capture/ops/channels.ts";
import type { ScorePolicy } from "../../leads/score/policy.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const soon = { timeout: 30_000 };

describe.skipIf(noApp)("scores in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let browser: Browser;
  const broken: string[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    w.at(new Date().toISOString());
    admin = await w.person("管理员", "admin");
    browser = await launched();
    await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 40 }, (_, i) => ({ name: `线索 ${i}`, phone: `+8613${700_000_000 + i}`, stage: "new", company: i % 2 ? `公司 ${i}` : null, ...(i % 3 ? { need: "询价" } : {}) }))));
    await w.as(admin, createChannel, { key: "site", kind: "form", name: "官网", settings: { fields: [{ key: "name" }, { key: "phone", required: true }], embed_origins: ["*"] } });
  });
  afterAll(async () => {
    await browser?.close();
    await s.close();
    await w.close();
  });
  const published = async () => ((await w.as(admin, getPolicy, { kind: "score" })).published?.body as ScorePolicy | undefined)?.groups.flatMap((each) => each.behaviours ?? []);
  const stored = async () => (await sql<{ kind: string; url: string; lead_id: string | null }>`select kind, url, lead_id from clew.site_event order by at, id`.execute(w.house.db)).rows;

  it("a weight is dragged and the spread follows; a line of the matrix moves; a behaviour rule is made and published", { timeout: 120_000 }, async () => {
    const page = await signedIn(browser, s, admin);
    page.on("pageerror", (error) => broken.push(String(error)));
    page.setDefaultTimeout(20_000);
    await page.goto(`${s.url}/policies/score`);
    const spread = page.getByLabel("分布预览");
    await expect.poll(() => spread.innerText(), soon).toContain("最新 40 条线索，与生效的规则相同");
    const weight = page.getByRole("slider", { name: "写明了需求 权重" });
    await weight.scrollIntoViewIfNeeded();
    const knob = await weight.boundingBox();
    if (!knob) throw new Error("the slider is not there");
    await page.mouse.move(knob.x + knob.width / 2, knob.y + knob.height / 2);
    await page.mouse.down();
    await page.mouse.move(knob.x + 50, knob.y + knob.height / 2, { steps: 8 });
    await expect.poll(() => spread.innerText(), soon).toMatch(/40 条线索中，26 条会不同/);
    await picture(page, "score-drag");
    await page.mouse.up();

    const line = page.getByRole("slider", { name: "匹配度 A 分界线" });
    await line.scrollIntoViewIfNeeded();
    const before = Number(await line.getAttribute("aria-valuenow"));
    await line.focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => line.getAttribute("aria-valuenow"), soon).toBe(String(before + 1));
    const box = await line.boundingBox();
    if (!box) throw new Error("the line is not there");
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y - 30, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => Number(await line.getAttribute("aria-valuenow")), soon).toBeGreaterThan(before + 2);
    await picture(page, "score-matrix");

    const group = page.getByLabel("购买意向", { exact: true });
    await group.getByRole("button", { name: "添加行为规则" }).click();
    await group.getByLabel("名称", { exact: true }).fill("看价格页");
    await group.getByLabel("文字", { exact: true }).fill("/价格");
    await expect.poll(() => group.getByRole("button", { name: /^看价格页 浏览/ }).innerText(), soon).toContain("浏览网页（网址包含“/价格”） 3 次以上，7 天内，+15 分；每 14 天减半");
    await group.getByLabel("多少次").fill("2");
    await picture(page, "score-behaviour");
    await page.getByRole("button", { name: /发\s*布/ }).click();
    await expect.poll(published, soon)
      .toMatchObject([{ name: { zh: "看价格页" }, what: { event: "page" }, where: [{ field: "url", op: "contains", value: "/价格" }], count: 2, days: 7, points: 15, half_life_days: 14 }]);
    expect(broken).toEqual([]);
    await page.context().close();
  });

  it("the channel's page hands out the script; on a real page it says nothing before consent, and the lead's page tells the visits", { timeout: 120_000 }, async () => {
    const site = createServer((request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      // As strict as a site can be: our own origin for scripts and reports, nothing inline.
      response.setHeader("content-security-policy", `default-src 'none'; script-src ${s.url}; connect-src ${s.url}; frame-src ${s.url}; style-src 'unsafe-inline'`);
      response.end(`<!doctype html><title>云图 ${decodeURI(request.url ?? "")}</title><script src="${s.url}/t/site.js" async></script><a href="/file/白皮书.pdf" download>白皮书</a>${request.url?.startsWith("/form") ? `<script src="${s.url}/f/site/embed.js" data-lang="zh"></script>` : ""}`);
    });
    await new Promise<void>((resolve) => void site.listen(0, "127.0.0.1", resolve));
    // Another name of the same machine is another origin.
    const home = `http://localhost:${(site.address() as AddressInfo).port}`;

    const page = await signedIn(browser, s, admin);
    await page.goto(`${s.url}/channels/site`);
    await page.getByRole("combobox", { name: "允许的网站" }).fill(`${home}/index.html`);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /保\s*存/ }).click();
    await page.getByText(`<script src="${s.url}/t/site.js" async></script>`).waitFor();
    await picture(page, "score-channel");
    await expect.poll(async () => (await w.as(admin, listChannels, {})).items.find((channel) => channel.key === "site")?.settings.site_origins, { timeout: 30_000 }).toEqual([home]);

    const visitor = await (await browser.newContext({ locale: "zh-CN" })).newPage();
    const problems: string[] = [];
    visitor.on("pageerror", (error) => problems.push(String(error)));
    visitor.on("console", (message) => message.type() === "error" && !/favicon|404/.test(message.text()) && problems.push(message.text()));
    const loaded = () => visitor.waitForFunction(() => typeof (window as never as { clew: unknown }).clew === "function");
    await visitor.goto(`${home}/价格`);
    await loaded();
    await visitor.getByRole("link").click();
    expect(await visitor.evaluate(() => localStorage.length)).toBe(0);
    await visitor.evaluate(() => (window as never as { clew(verb: string, value: unknown): void }).clew("consent", true));
    await expect.poll(async () => (await stored()).map(({ kind, url }) => [kind, url]), soon).toEqual([["page", `${home}/价格`]]);
    await visitor.goto(`${home}/价格?again=1`);
    await loaded();
    await visitor.getByRole("link").click();
    await visitor.goto(`${home}/form`);
    const frame = visitor.frameLocator("iframe");
    await frame.getByLabel("姓名").fill("郭守敬");
    await frame.getByLabel("手机").fill("13912349999");
    await frame.getByRole("button", { name: "提交" }).click();
    await frame.locator("#thanks").filter({ hasText: "已收到" }).waitFor();
    await expect.poll(async () => (await stored()).map(({ kind }) => kind).toSorted(), soon).toEqual(["download", "form_start", "form_submit", "page", "page", "page"]);
    await expect.poll(async () => new Set((await stored()).map(({ lead_id }) => lead_id)).size, soon).toBe(1);
    const id = (await stored())[0]?.lead_id as string;
    expect(id).not.toBeNull();
    expect(problems).toEqual([]);

    w.at(new Date(Date.now() + 2_000).toISOString());
    await w.travel({ seconds: 1 });
    const lead = await w.as(admin, getRecord, { object: "lead", id });
    await page.goto(`${s.url}/leads/${id}`);
    await page.locator(".happened").first().waitFor();
    const folded = page.getByRole("button", { name: /还有 \d+ 条网站行为/ });
    if ((await folded.count()) > 0) await folded.first().click();
    await page.getByText("下载 白皮书").waitFor();
    await page.getByText("浏览 云图 /价格").first().waitFor();
    await page.getByRole("button", { name: /评分.*为什么|评分/ }).filter({ hasText: "为什么" }).first().click();
    await expect.poll(() => page.locator(".points").first().innerText(), soon).toMatch(new RegExp(`看价格页：7 天内 2 次[\\s\\S]*${lead.score as number}`));
    await picture(page, "score-lead");

    await visitor.evaluate(() => (window as never as { clew(verb: string, value: unknown): void }).clew("consent", false));
    expect(await visitor.evaluate(() => localStorage.length)).toBe(0);
    await changeChannel.run(w.ctx(admin), { key: "site", active: false });
    expect(broken).toEqual([]);
    site.close();
    site.closeAllConnections();
  });
});
