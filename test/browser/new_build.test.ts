import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { served, type Served, WEB } from "../setup/server.ts";
import { type World, world } from "../world.ts";
import { launched, noApp } from "./chrome.ts";
import { signedIn } from "./signed_in.ts";

/** Gives every script of the build another name, as the next build would. */
function buildAnew(webDir: string): void {
  const assets = join(webDir, "assets");
  for (const packed of readdirSync(webDir, { recursive: true, encoding: "utf8" }).filter((name) => /\.(gz|br)$/.test(name))) rmSync(join(webDir, packed));
  const names = readdirSync(assets).filter((name) => name.endsWith(".js"));
  const renamed = (text: string) => names.reduce((now, name) => now.replaceAll(name, `new-${name}`), text);
  for (const name of names) {
    writeFileSync(join(assets, name), renamed(readFileSync(join(assets, name), "utf8")));
    renameSync(join(assets, name), join(assets, `new-${name}`));
  }
  writeFileSync(join(webDir, "index.html"), renamed(readFileSync(join(webDir, "index.html"), "utf8")));
}

describe.skipIf(noApp)("a page that stays open over an update (needs Chromium and the built web app)", () => {
  const webDir = mkdtempSync(join(tmpdir(), "clew-web-"));
  let w: World;
  let s: Served;
  let browser: Browser;

  beforeAll(async () => {
    cpSync(WEB, webDir, { recursive: true });
    w = await world();
    s = await served(w, { webDir });
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await s?.close();
    await w?.close();
    rmSync(webDir, { recursive: true, force: true });
  });

  it("opens the next page with the new build, by itself", async () => {
    const page = await signedIn(browser, s, await w.person("李雷", "rep", "华东"));
    await page.goto(s.url);
    await page.getByRole("heading", { name: "工作台" }).waitFor();
    buildAnew(webDir);
    await page.evaluate(() => Object.assign(window, { before: true }));
    await page.locator('a[href="/pool"]').first().click();
    await expect.poll(() => page.evaluate(() => "before" in window).catch(() => true), { timeout: 30_000 }).toBe(false);
    await page.getByRole("heading", { name: "公海" }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/pool");
  });
});
