import iconv from "iconv-lite";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "../../apps/everything.ts";
import type { Actor } from "../../core/ctx.ts";
import { openDatabase } from "../../core/db/connect.ts";
import { startWorker } from "../../core/jobs/queue.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

const soon = { timeout: 20_000 };
const ROWS = ["姓名,手机号,公司名称,随手记", "李娜,13912345671,上海天海机械有限公司,a", "欧阳修,13912345672,苏州远航物流有限公司,b", "王强,13912345673,杭州云上科技有限公司,c", "无号码,123,,d"];

describe.skipIf(noApp)("importing a file in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let browser: Browser;
  const stop: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    admin = await w.person("管理员", "admin");
    const beside = openDatabase({ url: w.url, poolSize: 3, log: () => {} });
    const worker = await startWorker(w.house, beside.pool, jobs);
    stop.push(() => worker.stop(), () => beside.close());
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    for (const end of stop) await end();
    await s.close();
    await w.close();
  });
  const leads = async () => (await w.as(admin, queryRecords, { object: "lead", count: true, fields: ["name"] })) as unknown as { total: number; items: { name: string }[] };

  it("a GBK list is recognised, foreseen, brought in and taken back, and the page shows each step by itself", async () => {
    const page = await signedIn(browser, s, admin);
    await page.goto(`${s.url}/import`);
    await page.locator("input[type=file]").setInputFiles({ name: "展会名单.csv", mimeType: "text/csv", buffer: iconv.encode(ROWS.join("\r\n"), "gbk") });

    await page.getByText("GBK / GB18030").waitFor(soon);
    expect(await page.getByRole("row", { name: /^手机号/ }).innerText()).toContain("手机");
    expect(await page.getByRole("row", { name: /^随手记/ }).innerText()).toContain("这一列不会导入");

    await page.getByRole("button", { name: "预览" }).click();
    await page.getByText("导入后会是这样").waitFor(soon);
    const count = (name: string) => page.locator(".tally div", { has: page.getByText(name, { exact: true }) }).locator("dd").innerText();
    expect([await count("新建"), await count("待核查")]).toEqual(["3", "1"]);
    await page.getByRole("cell", { name: /没有可用的电话/ }).waitFor(soon);
    expect((await leads()).total).toBe(0);

    await page.getByRole("button", { name: "开始导入 4 行" }).click();
    await page.getByText("导入结果").waitFor(soon);
    expect([await count("新建"), await count("待核查"), await count("失败")]).toEqual(["3", "1", "0"]);
    expect((await leads()).items.map(({ name }) => name).sort()).toEqual(["李娜", "欧阳修", "王强"].sort());
    await page.getByRole("link", { name: "新建 3" }).click();
    await page.getByRole("link", { name: "欧阳修 · 苏州远航物流有限公司" }).waitFor(soon);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "撤销这次导入" }).click();
    await page.getByRole("alert").getByText("已撤销：移除 3 条，恢复 0 条，保留 0 条").first().waitFor(soon);
    expect((await leads()).total).toBe(0);
  });
});
