import { rmSync } from "node:fs";
import { chromium } from "playwright-core";
import { ADMIN, startClew } from "./lib/clew.ts";
import { benchFolder } from "./lib/folder.ts";
import { report } from "./lib/report.ts";

const SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// What a browser that has never been here receives until the lead list stands.
const folder = benchFolder();
const clew = await startClew(folder);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: SWITCHES });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
  await context.request.post(`${clew.url}/api/auth/sign-in/email`, { data: ADMIN, headers: { origin: clew.url } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  let requests = 0;
  await session.send("Network.enable");
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
    requests++;
  });
  const from = performance.now();
  await page.goto(`${clew.url}/leads`);
  await page.waitForSelector("h1");
  await page.waitForLoadState("networkidle").catch(() => {});
  const ready = performance.now() - from;
  report("web", [
    { work: "first load of the lead list, transferred", clew: bytes / 1_000, unit: "kB", must: "≤ 450 kB", aim: "≤ 300 kB" },
    { work: "requests", clew: requests, unit: "" },
    { work: "until it stands and the network is quiet", clew: ready, unit: "ms" },
  ]);
} finally {
  await browser.close();
  await clew.stop();
  rmSync(folder, { recursive: true, force: true });
}
