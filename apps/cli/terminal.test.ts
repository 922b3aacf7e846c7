import { expect, test } from "vitest";
import { inLanguage, startProblem } from "./terminal.ts";

test("a taken port, a full disk and a read-only folder are each one sentence in both languages", () => {
  const taken = startProblem(Object.assign(new Error("listen"), { code: "EADDRINUSE", port: 3000 }));
  expect(taken?.sentence).toEqual({ zh: expect.stringContaining("端口 3000 已被占用"), en: expect.stringContaining("Port 3000 is taken") });
  expect(startProblem(Object.assign(new Error(), { code: "ENOSPC" }))?.sentence.en).toContain("disk is full");
  expect(startProblem(Object.assign(new Error(), { code: "EROFS" }))?.sentence.zh).toContain("只读");
});

test("an error nobody foresaw is not dressed up as a sentence", () => {
  expect(startProblem(new TypeError("x is not a function"))).toBeNull();
});

test("the terminal speaks the language it is set to", () => {
  const text = { zh: "好", en: "good" };
  expect(inLanguage(text, { LANG: "zh_CN.UTF-8" })).toBe("好");
  expect(inLanguage(text, { LANG: "zh_CN.UTF-8", CLEW_LOCALE: "en" })).toBe("good");
  expect(inLanguage(text, {})).toBe("good");
});
