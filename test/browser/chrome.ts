import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { WEB } from "../setup/server.ts";

const CHROMIUM = process.env.CLEW_CHROMIUM ?? "/usr/bin/chromium";
const PICTURES = process.env.CLEW_TEST_PICTURES;
/** No sandbox: tests may run as root. The rest keeps the browser from looking up hosts of its own. */
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Whether Chromium is missing here. */
export const noBrowser = !existsSync(CHROMIUM);
/** Whether Chromium or the built web app is missing here. */
export const noApp = noBrowser || !existsSync(join(WEB, "index.html"));

export const launched = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: ARGS });

/** Takes a picture into the folder CLEW_TEST_PICTURES names; none without it. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  if (!PICTURES) return;
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage });
}
