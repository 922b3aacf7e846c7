import { globSync, readFileSync } from "node:fs";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import type { Say } from "../words/words.ts";
import en from "../words/en/notices.ts";
import zh from "../words/zh-CN/notices.ts";
import { hasWords, noticeText } from "./notice-text.ts";

const root = new URL("../..", import.meta.url).pathname;

/** Kinds of notices in the source: what is pushed onto `notices`, passed to notify() or written beside a person_id. */
function kindsSent(): string[] {
  const files = globSync("{core,leads,insight,flows,connect,apps}/**/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts") && file !== "core/notifications/notify.ts");
  const lines = files.flatMap((file) => readFileSync(root + file, "utf8").split("\n")).filter((line) => /notices\.push|notify\(|person_id:/.test(line));
  return [...new Set(lines.flatMap((line) => [...line.matchAll(/\bkind: "(\w+)"/g)].map((found) => found[1] ?? "")))].sort();
}

beforeAll(() => i18next.init({ lng: "zh-CN", keySeparator: false, interpolation: { escapeValue: false }, resources: { "zh-CN": { notices: zh }, en: { notices: en } } }));
const say = (lng: "zh-CN" | "en"): Say => (key, values) => i18next.t(key, { lng, ...values });

test("every kind of notice the server sends has words", () => {
  expect(kindsSent()).toContain("sla_warning");
  expect(kindsSent().filter((kind) => !hasWords(kind))).toEqual([]);
});

test("a notice reads as a sentence with the name and the moment, never with an empty place", () => {
  const facts = { lead: "王芳", into: "李强", title: "回电", owner: "赵敏", count: 3, at: "2026-03-02T09:00:00Z", due_at: "2026-03-02T09:00:00Z" };
  for (const lng of ["zh-CN", "en"] as const) {
    for (const kind of kindsSent()) {
      for (const given of [facts, {}]) {
        const text = noticeText({ kind, facts: given, at: "2026-03-02T08:00:00Z" }, say(lng), lng);
        expect(text).not.toMatch(/{{|undefined|null|「」|“”|_/);
      }
    }
  }
});

test("a clock that has run out is told as late, one that runs as a time to keep", () => {
  const notice = (at: string) => noticeText({ kind: "sla_warning", facts: { lead: "王芳", due_at: "2026-03-02T08:30:00Z" }, at }, say("en"), "en");
  expect(notice("2026-03-02T08:00:00Z")).toMatch(/^Respond to lead “王芳” before/);
  expect(notice("2026-03-02T09:00:00Z")).toMatch(/ran out/);
});
