import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../../core/ctx.ts";

/** Settings of a house in a test: its own folder, a fixed secret. */
export function testSettings(): Settings {
  return {
    publicUrl: "http://127.0.0.1:3000", dataDir: mkdtempSync(join(tmpdir(), "clew-test-")), secret: "a secret that only tests know, 0123456789",
    timeZone: "Asia/Shanghai", locale: "zh-CN", country: "CN", currency: "CNY",
  };
}
