import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { listPeople } from "../../core/access/people/list.ts";
import { getPolicy } from "../../core/policies/ops/policies.ts";
import { createRows } from "../../core/records/write.ts";
import { listChannels } from "../../leads/capture/ops/channels.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import type { ScorePolicy } from "../../leads/score/policy.ts";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp } from "./chrome.ts";

describe.skipIf(noApp)("an administrator at work in a browser (needs Chromium and the built web app)", () => {
  let w: World;
  let s: Served;
  let admin: Actor;
  let browser: Browser;
  let page: Page;
  const broken: string[] = [];

  beforeAll(async () => {
    w = await world();
    s = await served(w, { webDir: WEB });
    w.at(new Date().toISOString());
    admin = await w.person("管理员", "admin");
    await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 12 }, (_, i) => ({ name: `线索 ${i}`, phone: `+8613${600_000_000 + i}`, stage: "new", company: `公司 ${i}` }))));
    browser = await launched();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
    const { cookie = "" } = await s.as(admin);
    const [name = "", ...value] = cookie.split(";")[0]!.split("=");
    await context.addCookies([{ name, value: value.join("="), url: s.url }]);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => broken.push(String(error)));
  });
  afterAll(async () => {
    await browser?.close();
    await s.close();
    await w.close();
  });

  it("adds a person whose generated password is shown once and signs them in", async () => {
    await page.goto(`${s.url}/people`);
    await page.getByRole("button", { name: "新增人员" }).click();
    await page.getByLabel("姓名", { exact: true }).fill("林晓");
    await page.getByLabel("邮箱（登录用）").fill("linxiao@example.cn");
    await page.getByRole("button", { name: "保存", exact: false }).click();
    const [email, password] = (await page.locator(".once code").innerText()).split("\n");
    expect(email).toBe("linxiao@example.cn");
    expect(await s.signIn("linxiao@example.cn", password ?? "")).not.toBe("");
    await page.getByRole("button", { name: "我已保存" }).click();
    await page.getByRole("button", { name: "林晓" }).waitFor();
    expect((await w.as(admin, listPeople, { q: "林晓" })).items).toMatchObject([{ role: "rep", status: "active" }]);
  });

  it("makes a form, adds a question, and sees the form as visitors will", async () => {
    await page.goto(`${s.url}/channels`);
    await page.getByRole("button", { name: "新建渠道" }).click();
    await page.getByLabel("渠道名称").fill("展会登记");
    await page.getByLabel("地址标识").fill("expo");
    await page.getByRole("button", { name: /创\s*建/ }).click();
    await page.waitForURL("**/channels/expo");
    const save = page.getByRole("button", { name: /保\s*存/ });
    // A list that is just being drawn may miss the first click.
    await expect.poll(async () => {
      if (await save.isEnabled()) return true;
      await page.getByRole("combobox", { name: "添加问题" }).click();
      await page.getByTitle("职位").click({ timeout: 2_000 }).catch(() => {});
      return save.isEnabled();
    }, { timeout: 25_000 }).toBe(true);
    await save.click();
    await page.frameLocator("iframe.preview").getByText("职位").waitFor();
    const form = (await w.as(admin, listChannels, {})).items.find((channel) => channel.key === "expo");
    expect(form).toMatchObject({ name: "展会登记", kind: "form", settings: { defaults: { source: "展会登记" } } });
    expect((form!.settings.fields as { key: string }[]).map((field) => field.key)).toEqual(["name", "phone", "company", "need", "job_title"]);
  });

  it("changes a score rule, tries it on recent leads, publishes it and goes back", async () => {
    await page.goto(`${s.url}/policies/score`);
    await page.getByLabel("填写了公司名称 分").fill("30");
    await page.getByText("填写了公司名称：分数 10 → 30").waitFor();
    await page.getByRole("button", { name: /^试\s*算$/ }).click();
    await page.getByText("12 条线索中，12 条结果不同。").waitFor();
    await page.getByRole("button", { name: /发\s*布/ }).click();
    const versions = page.getByRole("region", { name: "历史版本" });
    await versions.getByText("第 2 版").waitFor();
    const points = async (): Promise<number | undefined> => ((await w.as(admin, getPolicy, { kind: "score" })).published!.body as ScorePolicy).groups[0]?.rules[0]?.points;
    expect(await points()).toBe(30);
    await versions.getByRole("button", { name: "换回这一版" }).click();
    await versions.getByText("第 3 版").waitFor();
    expect((await w.as(admin, getPolicy, { kind: "score" })).published?.body).toEqual(DEFAULT_SCORE_POLICY);
  });

  it("nothing broke on the way", () => {
    expect(broken).toEqual([]);
  });
});
