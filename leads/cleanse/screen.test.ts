import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import type { Row } from "../../core/language/types.ts";
import { normaliseLead } from "./normalise/lead.ts";
import { screen, type ScreenSignals } from "./screen.ts";

const outcome = (row: Row, signals?: ScreenSignals) => {
  const { outcome, reasons } = screen(normaliseLead(row, { country: "CN" }), signals);
  return reasons[0]?.code ?? outcome;
};

test("one valid way to reach the person is enough", () => {
  expect(outcome({ phone: "13912345670", email: "a@b" })).toBe("pass");
  expect(outcome({ phone: "13800000000", email: "a@qq.com" })).toBe("pass");
  expect(outcome({ phone: "请加微信", wechat: "wx_tian01" })).toBe("pass");
  expect(outcome({ name: "张三", company: "天海机械" })).toBe("pass");
});

test("nobody can be reached", () => {
  expect(outcome({ name: "张三" })).toBe("no_contact");
  expect(outcome({ name: "张三", company: "天海机械", phone: "请加微信" })).toBe("no_contact");
  expect(outcome({ name: "张三", company: "天海机械", phone: "13800000000" })).toBe("test_number");
  expect(outcome({ name: "张三", company: "天海机械", email: "x@mailinator.com" })).toBe("disposable_email");
});

test("advertising and robots are set aside even with a valid phone", () => {
  expect(outcome({ phone: "13912345670", need: "http://a.cn www.b.cn https://c.cn" })).toBe("spam");
  expect(outcome({ phone: "13912345670", name: "see www.b.cn" })).toBe("spam");
  expect(outcome({ phone: "13912345670" }, { honeypot: true })).toBe("spam");
  expect(outcome({ phone: "13912345670", need: "我们的网站是 https://c.cn" })).toBe("pass");
});

const generator = fileURLToPath(new URL("../../../shared/tools/make-leads.mjs", import.meta.url));
describe.skipIf(!existsSync(generator))("make-leads, 20,000 rows", () => {
  test("every invalid row is set aside and no other", () => {
    const folder = mkdtempSync(join(tmpdir(), "clew-screen-"));
    execFileSync(process.execPath, [generator, "--rows", "20000", "--seed", "7", "--out", join(folder, "leads.csv"), "--truth", join(folder, "truth.csv")]);
    const keys = ["name", "phone", "email", "wechat", "company", "job_title", "industry", "province", "city", "source", "product_line", "budget", "need", "note", "external_id", "created_at"];
    const read = (name: string) => Papa.parse<string[]>(readFileSync(join(folder, name), "utf8"), { skipEmptyLines: true }).data.slice(1);
    const rows = read("leads.csv").map((cells): Row => Object.fromEntries(keys.map((key, i) => [key, cells[i] ?? null])));
    const truth = read("truth.csv").map(([, , kind]) => kind);
    const counts: Record<string, number> = {};
    rows.forEach((row, i) => {
      const name = `${truth[i]} ${screen(normaliseLead(row, { country: "CN" })).outcome}`;
      counts[name] = (counts[name] ?? 0) + 1;
    });
    expect(rows).toHaveLength(20000);
    expect(Object.keys(counts).sort()).toEqual(["duplicate pass", "invalid quarantine", "new pass"]);
  });
});
