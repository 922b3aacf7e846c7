import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAmount } from "./amount.ts";
import { normaliseCreditCode } from "./credit_code.ts";
import { normaliseEmail } from "./email.ts";
import { normaliseIdCard } from "./id_card.ts";
import { normaliseQq } from "./qq.ts";
import { cleanText } from "./text.ts";
import { normaliseWechat } from "./wechat.ts";

test("text is folded, trimmed and free of invisible characters, and emoji stay whole", () => {
  expect(cleanText(" \u0000Ａpple\u200b　 Inc\ufeff ")).toBe("Apple Inc");
  expect(cleanText("\u200b \n")).toBeNull();
  expect(cleanText("a\r\n\r\nb  c", { lines: true })).toBe("a\n\nb c");
  expect(cleanText("好的，Ｏｋ（急）", { punctuation: true })).toBe("好的，Ok（急）");
  expect(cleanText("家👨‍👩‍👧 \ud800x")).toBe("家👨‍👩‍👧 \ufffdx");
});

test("an e-mail address matches without tag, and at Gmail without dots", () => {
  expect(normaliseEmail(" John.Doe+crm@Gmail.COM ")).toEqual({ value: "john.doe+crm@gmail.com", key: "johndoe@gmail.com", flags: [] });
  expect(normaliseEmail("张三 <a.b+c@qq.com>")).toEqual({ value: "a.b+c@qq.com", key: "a.b@qq.com", flags: [] });
  expect(normaliseEmail("x@mailinator.com").flags).toEqual(["disposable"]);
  expect(normaliseEmail("info@例子.中国").value).toBe("info@xn--fsqu00a.xn--fiqs8s");
  expect(["a@b", "test@", "无", "name@@x.cn", "邮箱a@qq.com"].map((typed) => normaliseEmail(typed).flags)).toEqual(Array.from({ length: 5 }, () => ["invalid"]));
});

const verdicts = new URL("../../../../shared/data/email-validity/tests.json", import.meta.url);
describe.skipIf(!existsSync(verdicts))("email-validity set", () => {
  test("agrees with the published verdicts, apart from white space around an address and a top level without dot", () => {
    const wrong = (JSON.parse(readFileSync(verdicts, "utf8")) as [string, string][]).filter(([address, verdict]) => {
      const accepted = normaliseEmail(address).value !== null;
      const expected = verdict === "valid" || verdict.startsWith("dnsWarn");
      return address === address.trim() && !/\s@/.test(address) && accepted !== expected;
    });
    expect(wrong.map(([address]) => address)).toEqual(["test@io", "test@iana.a", "test@iana.co-uk", expect.stringContaining("a@a.b.c.d.")]);
  });
});

test("credit codes carry a check digit", () => {
  expect(normaliseCreditCode(" 91440300 708461136t")).toEqual({ value: "91440300708461136T" });
  expect(normaliseCreditCode("9144O300708461136T").value).toBe("91440300708461136T");
  expect(normaliseCreditCode("914403007084611361").problem).toBe("check_digit");
  expect(normaliseCreditCode("91440300708461136").problem).toBe("length");
  expect(normaliseCreditCode("Z1440300708461136T").problem).toBe("character");
  expect(normaliseCreditCode("440301103097413").problem).toBe("old_registration_number");
});

test("identity numbers need a real birth date and the right check digit", () => {
  expect(normaliseIdCard("11010519491231002x")).toEqual({ value: "11010519491231002X" });
  expect(normaliseIdCard("110105194912310021").problem).toBe("check_digit");
  expect(normaliseIdCard("110105194913310021").problem).toBe("birth_date");
  expect(normaliseIdCard("1101").problem).toBe("shape");
});

test("WeChat ids, QQ numbers and amounts as people type them", () => {
  expect(normaliseWechat("微信：Wx_Tian01")).toEqual({ value: "Wx_Tian01", key: "wx_tian01", flags: [] });
  expect(normaliseWechat("同手机号").flags).toEqual(["same_as_phone"]);
  expect(normaliseWechat("无").flags).toEqual(["invalid"]);
  expect(normaliseQq("QQ: 10001")).toEqual({ value: "10001" });
  expect(normaliseQq("01234").problem).toBe("shape");
  expect(["¥200,000", "20万", "20w左右", "200000元", "面议"].map(parseAmount)).toEqual([200000, 200000, 200000, 200000, undefined]);
});
