import { sql } from "kysely";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRows } from "../../core/records/write.ts";
import { getPolicy } from "../../core/policies/ops/policies.ts";
import { getCalendar } from "../../leads/sla/ops/calendar.ts";
import { leadClocks } from "../../leads/sla/ops/pause.ts";
import { served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp, picture } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";


describe.skipIf(noApp)("clocks in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let browser: Browser;
  let admin: Actor & { kind: "person" };
  let boss: Actor & { kind: "person" };
  let rep: Actor & { kind: "person" };
  let waiting: string;
  const problems: string[] = [];
  const open = async (who: Actor, address: string, width = 1440): Promise<Page> => {
    const page = await signedIn(browser, s, who, { viewport: { width, height: 900 }, timezoneId: "Asia/Shanghai" });
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`${s.url}${address}`);
    return page;
  };

  beforeAll(async () => {
    w = await world();
    // The browser's clock cannot be held, so the world's stands where the browser's is.
    w.at(new Date().toISOString());
    s = await served(w);
    admin = await w.person("管理员", "admin");
    await w.team("华东");
    boss = await w.person("主管", "manager", "华东");
    rep = await w.person("林晓", "rep", "华东");
    const mate = await w.person("陈宇", "rep", "华东");
    const made = await transaction(w.system(), (tx) => createRows(tx, "lead", [
      { name: "王总", company: "上海云图", stage: "new", owner_id: rep.id, phone: "+8613800138001" }, { name: "李总", company: "苏州工业", stage: "new", owner_id: mate.id, phone: "+8613800138002" },
    ]));
    waiting = made[0]?.row?.id as string;
    await sql`update clew.clock set due_at = ${new Date(Date.now() - 600_000)} where lead_id = ${waiting}`.execute(w.house.db);
    browser = await launched();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
  });

  it("the board shows late clocks first, by person and on a wall, and pauses one with a reason", async () => {
    const page = await open(boss, "/sla");
    const clocks = page.locator(".sla-clock");
    await clocks.nth(1).waitFor();
    await expect.poll(() => clocks.first().innerText(), { timeout: 30_000 }).toContain("王总");
    await picture(page, "sla-board", true);
    await page.getByText("按人", { exact: true }).click();
    await page.getByRole("heading", { name: /林晓/ }).waitFor();
    await page.getByRole("button", { name: "暂停计时 · 王总" }).click();
    await page.getByRole("button", { name: "等客户回复" }).click();
    await page.locator(".ant-modal").getByRole("button", { name: "暂停计时" }).click();
    await page.getByText("等客户回复", { exact: false }).first().waitFor();
    await expect.poll(async () => (await w.as(rep, leadClocks, { id: waiting })).items[0], { timeout: 30_000 }).toMatchObject({ state: "paused", paused: { reason: { zh: "等客户回复" } } });
    await page.getByRole("button", { name: "继续计时 · 王总" }).click();
    await expect.poll(async () => (await w.as(rep, leadClocks, { id: waiting })).items[0]?.state, { timeout: 30_000 }).toBe("running");
    await page.getByRole("button", { name: "投屏显示" }).click();
    await page.getByRole("button", { name: "退出投屏" }).waitFor();
    await picture(page, "sla-wall", true);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "投屏显示" }).waitFor();
    await page.context().close();
  }, 120_000);

  for (const width of [1440, 390]) {
    it(`on the lead page a rep stops a clock with a reason and lets it go on, at ${width} px`, async () => {
      const page = await open(rep, `/leads/${waiting}`, width);
      await page.getByRole("button", { name: "暂停计时 · 首次响应" }).click();
      await page.getByRole("button", { name: "已约好时间" }).click();
      await page.locator(".ant-modal").getByRole("button", { name: "暂停计时" }).click();
      await expect.poll(async () => (await w.as(rep, leadClocks, { id: waiting })).items[0], { timeout: 30_000 }).toMatchObject({ state: "paused", paused: { reason: { zh: "已约好时间" }, by: "hand" } });
      await page.locator(".lead-clock").getByText("已约好时间", { exact: false }).waitFor();
      await picture(page, `sla-lead-paused-${width}`, true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.getByRole("button", { name: "继续计时 · 首次响应" }).click();
      await expect.poll(async () => (await w.as(rep, leadClocks, { id: waiting })).items[0]?.state, { timeout: 30_000 }).toBe("running");
      await page.locator(".lead-clock .why, .lead-clock button").last().click();
      await page.getByText("暂停计时：已约好时间", { exact: false }).first().waitFor();
      await picture(page, `sla-lead-why-${width}`, true);
      await page.context().close();
    }, 120_000);
  }

  it("leave says which clocks it moves before it is entered", async () => {
    const page = await open(rep, "/profile");
    const leave = page.locator("section").filter({ hasText: "请假" }).last();
    const day = new Date(Date.now() + 3_600_000);
    const text = (at: Date) => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
    const [from, to] = [leave.getByRole("textbox", { name: "开始日期" }).or(leave.locator(".ant-picker input").first()).first(), leave.locator(".ant-picker input").nth(1)];
    await from.fill(`${text(day)} 00:00`);
    await page.keyboard.press("Enter");
    await to.fill(`${text(new Date(Date.now() + 20 * 86_400_000))} 00:00`);
    await page.keyboard.press("Enter");
    await leave.getByRole("button", { name: "登记" }).click();
    await page.locator(".ant-modal").getByText("正在走的", { exact: false }).waitFor();
    await picture(page, "sla-leave-preview", true);
    await page.locator(".ant-modal").getByRole("button", { name: "继续" }).click();
    await expect.poll(async () => (await sql<{ n: number }>`select count(*)::int as n from clew.leave where person_id = ${rep.id}`.execute(w.house.db)).rows[0]?.n, { timeout: 30_000 }).toBe(1);
    await page.context().close();
  }, 120_000);

  it("a rep sees their own clocks, on a phone without sideways scrolling", async () => {
    const page = await open(rep, "/sla", 390);
    await page.getByRole("link", { name: "王总" }).waitFor();
    await expect.poll(() => page.getByRole("link", { name: "李总" }).count(), { timeout: 30_000 }).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(page, "sla-phone", true);
    await page.context().close();
  }, 120_000);

  it("the reports of clocks open their leads", async () => {
    const page = await open(boss, "/sla?tab=report");
    const running = page.getByRole("region", { name: "各负责人达成" }).getByRole("link", { name: /林晓 · 计时中 1/ });
    await running.click();
    await page.locator(".drill").getByRole("link", { name: "王总" }).waitFor();
    await expect.poll(() => page.locator(".drill li").count(), { timeout: 30_000 }).toBe(1);
    await picture(page, "sla-report", true);
    await page.context().close();
  }, 120_000);

  it("a clock is edited in plain language, tried, and published", async () => {
    const page = await open(admin, "/policies/sla");
    await page.getByRole("button", { name: /首次响应/ }).first().click();
    await page.getByRole("button", { name: "添加步骤" }).click();
    await page.getByLabel("动作").last().click();
    await page.getByTitle("通知一组人").last().click();
    await page.getByText("有「通知一组人」还没有选人").waitFor();
    await page.getByLabel("通知谁").click();
    await page.locator(".ant-select-item-option").filter({ hasText: "华东" }).click();
    await page.keyboard.press("Escape");
    await page.locator(".ant-segmented").getByText("转给下一位", { exact: true }).click();
    await page.getByRole("button", { name: "添加暂停条件" }).click();
    await page.getByLabel("群组名称（可不填）").fill("华东告警");
    await page.getByRole("region", { name: "如果现在发布" }).getByText("正在走的", { exact: false }).waitFor();
    await picture(page, "sla-form", true);
    await page.getByRole("region", { name: "试算" }).getByRole("button", { name: "试算" }).click();
    await page.getByText("发布后，正在走的时钟", { exact: false }).waitFor();
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await expect.poll(async () => (await w.as(admin, getPolicy, { kind: "sla" })).published?.version, { timeout: 30_000 }).toBeGreaterThan(1);
    const body = (await w.as(admin, getPolicy, { kind: "sla" })).published?.body as { clocks: { on_leave?: string; pause?: { while: object[] }; steps: { do: string; to?: { teams: string[]; name?: string } }[] }[] };
    expect(body.clocks[0]).toMatchObject({ on_leave: "hand_on", pause: { while: [{ when: { field: "tags" } }] } });
    expect(body.clocks[0]?.steps.find((step) => step.do === "notify_group")?.to).toMatchObject({ teams: [await w.team("华东")], name: "华东告警" });
    await page.context().close();
  }, 120_000);

  it("a team gets its own calendar, with the effect on running clocks shown before it is saved", async () => {
    const page = await open(admin, "/policies/sla");
    const calendar = page.getByRole("region", { name: "工作时间" });
    await calendar.getByLabel("谁的日历").click();
    await page.locator(".ant-select-item-option").filter({ hasText: "华东" }).click();
    await calendar.getByRole("button", { name: "为这个团队单独设置" }).click();
    const year = new Date().getFullYear();
    await calendar.getByRole("button", { name: new RegExp(`^${year}-03-1\\d 上班$`) }).first().click();
    await picture(page, "sla-calendar", true);
    await calendar.getByRole("button", { name: "保存" }).click();
    await page.getByText("正在走的", { exact: false }).last().waitFor();
    await picture(page, "sla-preview", true);
    await page.getByRole("button", { name: "确认保存" }).click();
    const team = await w.team("华东");
    await expect.poll(async () => (await w.as(admin, getCalendar, { team_id: team })).own, { timeout: 30_000 }).toBe(true);
    await page.context().close();
  }, 120_000);

  it("no page had an error of its own", () => expect(problems).toEqual([]));
});
