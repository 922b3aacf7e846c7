import type { Browser, Page } from "playwright-core";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { getPolicy } from "../../core/policies/ops/policies.ts";
import { createRows } from "../../core/records/write.ts";
import type { RoutePolicy } from "../../leads/route/policy.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

describe.skipIf(noApp)("routing in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let admin: Actor;
  let wang: Actor;
  let li: Actor;
  const broken: string[] = [];
  const open = async (path: string) => {
    const page = await signedIn(browser, s, admin);
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => broken.push(String(error)));
    await page.goto(`${s.url}${path}`);
    return page;
  };
  const ownersOf = async (id: string | null) => (await sql<{ n: number }>`select count(*) as n from crm.lead where owner_id = ${id}`.execute(w.house.db)).rows[0]?.n;

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    w.at(new Date().toISOString());
    admin = await w.person("管理员", "admin");
    [wang, li] = await Promise.all(["王芳", "李雷"].map((name) => w.person(name, "rep", "华东"))) as [Actor, Actor];
    await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 3 }, (_, i) => ({ name: `线索 ${i}`, phone: `+8613${612_345_600 + i}`, stage: "new", owner_id: wang.id }))));
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });

  it("a rule by past conversion with a time to accept is made without code, tried, published", { timeout: 120_000 }, async () => {
    const page = await open("/policies/route");
    await page.getByRole("button", { name: "添加规则" }).click();
    await page.getByLabel("名称", { exact: true }).fill("按成交匹配");
    await page.locator(".rule-body .ant-select-multiple").first().click();
    await page.getByTitle("王芳").click();
    await page.getByTitle("李雷").click();
    await page.keyboard.press("Escape");
    await page.locator(".rule-body").getByLabel("怎么分").click();
    await page.getByTitle("最会成交").click();
    await page.getByText("须在规定时间内接受").click();
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByRole("table", { name: "对每个人的影响" }).waitFor();
    await page.getByRole("button", { name: "发布" }).click();
    await expect.poll(async () => ((await w.as(admin, getPolicy, { kind: "route" })).published?.body as RoutePolicy | undefined)?.rules.at(-1), { timeout: 30_000 }).toMatchObject({
      name: { zh: "按成交匹配" }, target: { kind: "people" }, strategy: { kind: "best_match", explore: 10 }, accept_within: { minutes: 30, time: "business" },
    });
    await page.close();
  });

  /** Gives the three chosen leads to 李雷 after a preview, and takes them back. */
  async function givenAndTakenBack(page: Page): Promise<void> {
    await page.getByRole("button", { name: "重新分配" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("给一个人").click();
    await dialog.getByLabel("选择人员").click();
    await page.getByTitle("李雷").click();
    await dialog.getByRole("button", { name: "预览" }).click();
    await dialog.getByText("3 条会转移").waitFor();
    await dialog.getByRole("button", { name: "转移 3 条" }).click();
    await expect.poll(() => ownersOf(li.id), { timeout: 30_000 }).toBe(3);
    await page.getByRole("button", { name: "撤销" }).click();
  }

  it("leads chosen in the list are given to somebody else after a preview, and one press brings them back", { timeout: 120_000 }, async () => {
    const page = await open("/leads");
    await page.getByText("线索 0").first().waitFor();
    await page.locator("input[type=checkbox]").first().click({ force: true });
    await givenAndTakenBack(page);
    await expect.poll(() => ownersOf(wang.id), { timeout: 30_000 }).toBe(3);
    await page.close();
  });

  it("all that fit the list's conditions are chosen at once, previewed person by person, given away and taken back", { timeout: 120_000 }, async () => {
    const page = await open(`/leads?filter=${encodeURIComponent(JSON.stringify({ field: "name", op: "starts_with", value: "线索" }))}`);
    await page.getByText("线索 0").first().waitFor();
    await page.getByRole("checkbox").nth(1).click({ force: true });
    await page.getByRole("button", { name: "选择符合条件的全部 3 条" }).click();
    await page.getByText("已选择符合条件的全部 3 条").waitFor();
    expect(await page.getByRole("toolbar").getByRole("button", { name: "转移", exact: true }).count()).toBe(0);
    await givenAndTakenBack(page);
    await expect.poll(() => ownersOf(wang.id), { timeout: 30_000 }).toBe(3);
    await page.close();
  });

  it("a leaver's leads go to others and the account is switched off in one step", { timeout: 120_000 }, async () => {
    const page = await open("/people");
    await page.getByRole("button", { name: "王芳" }).click();
    await page.getByRole("button", { name: "开始交接" }).click();
    const dialog = page.getByRole("dialog", { name: "王芳 的离职交接" });
    await dialog.getByText("给一个人").click();
    await dialog.getByLabel("选择人员").click();
    await page.getByTitle("李雷").click();
    await dialog.getByRole("button", { name: "交接并停用" }).click();
    await expect.poll(() => ownersOf(li.id), { timeout: 30_000 }).toBe(3);
    await expect.poll(async () => (await sql`select status from clew.person where id = ${wang.id}`.execute(w.house.db)).rows, { timeout: 30_000 }).toEqual([{ status: "inactive" }]);
    expect(broken).toEqual([]);
    await page.close();
  });
});
