import type { Browser, Page } from "playwright-core";
import type { Actor } from "../../core/ctx.ts";
import type { Served } from "../setup/server.ts";

/** A page of a person who is signed in, in Chinese unless said otherwise. */
export async function signedIn(browser: Browser, served: Served, who: Actor, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN", ...options });
  const { cookie = "" } = await served.as(who);
  await context.addCookies(cookie.split("; ").map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url: served.url })));
  return context.newPage();
}
