import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRows } from "../../core/records/write.ts";
import { listViews } from "../../core/views/ops/list.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

type Person = Actor & { kind: "person" };

describe.skipIf(noApp)("saved views (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let manager: Person, rep: Person, viewer: Person;
  const wrong: string[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    w.at(new Date().toISOString());
    await w.team("华东");
    await w.team("华东一组", "华东");
    [manager, rep, viewer] = [await w.person("王主管", "manager", "华东"), await w.person("林晓", "rep", "华东一组"), await w.person("看客", "viewer")];
    await transaction(w.system(), (tx) => createRows(tx, "lead", [
      { name: "热客户", phone: "+8613800001001", score: 92, city: "南通", stage: "new", owner_id: rep.id },
      { name: "暖客户", phone: "+8613800001002", score: 85, city: "无锡", stage: "contacted", owner_id: rep.id },
      { name: "冷客户", phone: "+8613800001003", score: 10, city: "南通", stage: "new", owner_id: rep.id },
    ]));
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });

  async function at(who: Person, address: string, options = {}): Promise<Page> {
    const page = await signedIn(browser, s, who, { reducedMotion: "reduce", ...options });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await page.goto(`${s.url}${address}`);
    return page;
  }
  const tab = (page: Page, name: string) => page.getByRole("tab", { name });
  const chosen = (page: Page, name: string) => page.locator("[role=tab][aria-selected=true]", { hasText: name }).waitFor();
  async function deed(page: Page, name: string): Promise<void> {
    await page.getByRole("button", { name: "视图", exact: true }).click();
    await page.getByRole("menuitem", { name }).click();
  }
  const shown = (page: Page): Promise<string[]> => page.locator(".grid .cell-title").allInnerTexts();
  const headings = (page: Page): Promise<string[]> => page.getByRole("columnheader").allInnerTexts();

  const HOT = `filter=${encodeURIComponent(JSON.stringify({ all: [{ field: "score", op: "gte", value: 80 }] }))}`;

  it("a manager saves conditions, order and columns for the team; a rep opens the view, takes out what it shows and may not change it", async () => {
    const page = await at(manager, `/leads?${HOT}&sort=score`);
    await page.getByText("热客户").waitFor();
    await page.locator("button", { hasText: /^列$/ }).click();
    for (const column of ["公司", "热度", "来源"]) await page.getByRole("checkbox", { name: column, exact: true }).click();
    await page.keyboard.press("Escape");
    await expect.poll(() => headings(page)).not.toContain("公司");
    await deed(page, "存为新视图");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("视图名称").fill("高分线索");
    await dialog.getByRole("radio", { name: /我的团队/ }).check();
    await dialog.getByRole("button", { name: "保存" }).click();
    await page.getByText("已保存视图「高分线索」").waitFor();
    await chosen(page, "高分线索");
    await picture(page, "views-saved");
    await page.context().close();

    const seen = await at(rep, "/leads");
    await tab(seen, "高分线索").click();
    await chosen(seen, "高分线索");
    await expect.poll(() => shown(seen)).toEqual(["暖客户", "热客户"]);
    expect(await headings(seen)).not.toContain("公司");
    await seen.getByRole("button", { name: "视图", exact: true }).click();
    await seen.getByRole("menuitem", { name: "管理视图" }).click();
    expect(await seen.getByRole("button", { name: "改名和共享 高分线索" }).isDisabled()).toBe(true);
    expect(await seen.getByRole("button", { name: "删除 高分线索" }).isDisabled()).toBe(true);
    await seen.context().close();
    expect(wrong).toEqual([]);
  });

  it("is exported as shown: its records, its columns", async () => {
    const page = await at(manager, "/leads");
    await tab(page, "高分线索").click();
    await expect.poll(() => shown(page)).toEqual(["暖客户", "热客户"]);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出" }).click()]);
    const [head = "", ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(head.replace("\ufeff", "").split(",")).toEqual((await headings(page)).filter((name) => name !== "").map((name) => name.trim()));
    expect(lines.map((line) => line.split(",")[0])).toEqual(["暖客户", "热客户"]);
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  it("is renamed, changed and saved again, deleted, and brought back", async () => {
    const page = await at(manager, "/leads");
    await tab(page, "高分线索").click();
    await chosen(page, "高分线索");
    await page.getByRole("columnheader", { name: "评分" }).getByRole("button").click();
    await page.getByTitle("已修改，尚未保存").waitFor();
    await deed(page, "保存对「高分线索」的修改");
    await page.getByTitle("已修改，尚未保存").waitFor({ state: "detached" });
    await expect.poll(() => shown(page)).toEqual(["热客户", "暖客户"]);
    await deed(page, "管理视图");
    await page.getByRole("button", { name: "改名和共享 高分线索" }).click();
    const name = page.getByLabel("视图名称");
    await name.fill("八十分以上");
    await name.press("Enter");
    await tab(page, "八十分以上").waitFor();
    await page.getByRole("button", { name: "删除 八十分以上" }).click();
    await tab(page, "八十分以上").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "撤销" }).click();
    await tab(page, "八十分以上").waitFor();
    expect((await w.as(manager, listViews, { object: "lead" })).items).toMatchObject([{ name: "八十分以上", shared: "team", state: { sort: ["-score"] } }]);
    await page.context().close();
    expect(wrong).toEqual([]);
  });

  it("keeps a board a board; who may only read has views of their own, shared with nobody", async () => {
    const page = await at(viewer, `/leads?${HOT}`, { viewport: { width: 1280, height: 800 } });
    await page.getByText("热客户").waitFor();
    await page.getByTitle("看板").click();
    await page.locator(".board-card", { hasText: "热客户" }).waitFor();
    await deed(page, "存为新视图");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("视图名称").fill("我的看板");
    expect(await dialog.getByRole("radio", { name: /我的团队/ }).isDisabled()).toBe(true);
    expect(await dialog.getByRole("radio", { name: /所有人/ }).isDisabled()).toBe(true);
    await picture(page, "views-own");
    await dialog.getByRole("button", { name: "保存" }).click();
    await chosen(page, "我的看板");
    await tab(page, "全部").click();
    await page.locator(".grid").waitFor();
    await tab(page, "我的看板").click();
    await page.locator(".board-card", { hasText: "热客户" }).waitFor();
    expect(page.url()).toContain("as=board");
    await page.reload();
    await chosen(page, "我的看板");
    await page.locator(".board-card", { hasText: "热客户" }).waitFor();
    await page.context().close();
    expect(wrong).toEqual([]);
  });
});
