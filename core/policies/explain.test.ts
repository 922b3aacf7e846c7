import { expect, test } from "vitest";
import { explain } from "./explain.ts";

const telling = { timeZone: "Asia/Shanghai", name: (id: string) => (id === "p1" ? "李雷" : undefined) };
const words = { held: { zh: "「{name}」：{who} 至 {until}，缺 {skills}", en: "“{name}”: {who} until {until}, lacks {skills}" } };

test("a reason becomes one sentence in each language: names for ids, local time for instants, the rule's own name", () => {
  const facts = { name: { zh: "大单", en: "Big deals" }, who: "p1", until: "2026-03-01T16:30:00.000Z", skills: ["英语", "SaaS"] };
  expect(explain(words, [{ code: "held", facts }], telling)).toEqual([{ zh: "「大单」：李雷 至 2026-03-02 00:30，缺 英语、SaaS", en: "“Big deals”: 李雷 until 2026-03-02 00:30, lacks 英语, SaaS" }]);
});

test("a missing fact leaves a dash, an unknown code its name", () => {
  expect(explain(words, [{ code: "held", facts: { name: "x", who: null, until: "2026-03-01" } }, { code: "new_code", facts: {} }], telling).map((t) => t.zh)).toEqual(["「x」：— 至 2026-03-01，缺 —", "new_code"]);
});
