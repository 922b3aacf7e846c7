import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ComparerName, comparers } from "./fields.ts";
import { overlapping, probability } from "./weight.ts";

function likeness(kind: ComparerName, a: unknown, b: unknown): number | null {
  const comparer = comparers[kind];
  const [x, y] = [comparer.prepare(a), comparer.prepare(b)];
  return x === null || y === null ? null : (comparer.compare(x, y)?.similarity ?? null);
}
const alike = (kind: ComparerName, ...pairs: [string, string][]) => {
  for (const [a, b] of pairs) expect(likeness(kind, a, b), `${a} ~ ${b}`).toBeGreaterThanOrEqual(0.8);
};
const apart = (kind: ComparerName, ...pairs: [string, string][]) => {
  for (const [a, b] of pairs) expect(likeness(kind, a, b) ?? 0, `${a} ≁ ${b}`).toBeLessThan(0.8);
};

describe("names of people", () => {
  test("titles, sound, order, nicknames, initials and slips", () => {
    alike("name", ["张伟先生", "张伟"], ["曾晓红", "增小红"], ["林晓峰", "林小峰"], ["伟张", "张伟"], ["Zhang Wei", "张伟"], ["Wei Zhang", "张伟"], ["欧阳娜娜", "欧阳那那"]);
    alike("name", ["William Smith", "Bill Smith"], ["Smith, William", "William Smith"], ["Mr. John Smith", "J. Smith"], ["Kayla Harrington", "Kayla Harington"], ["mcmel lon", "mcmellon"]);
  });
  test("another given name is another person; a surname alone says little", () => {
    apart("name", ["李志强", "李志刚"], ["王建国", "王建华"], ["张伟", "张敏"], ["刘总", "刘德海"], ["Oscar Potempa", "Alexandra Potempa"]);
    expect(likeness("name", "小刘", "刘德海")).toBe(0.6);
    expect(likeness("name", "阿强", "李志强")).toBeGreaterThan(0.4);
    expect(likeness("name", "David", "王建国")).toBeNull();
  });
});

describe("names of companies", () => {
  test("legal form, brackets, place, order, abbreviations and slips", () => {
    alike("company", ["深圳市天海机械有限公司", "天海机械（深圳）有限责任公司"], ["天海机械设备股份有限公司", "天海机械"], ["天海科技", "天海"], ["北京华信恒达软件", "北京华信恒大软件"], ["International Business Machines Corp.", "IBM"], ["Acme Trading Co., Ltd.", "ACME Trading Limited"], ["Bright Future Education", "Future Bright Education"]);
    expect(likeness("company", "中国石油化工集团", "中石化")).toBe(0.75);
  });
  test("another brand, another trade, another city, another branch", () => {
    apart("company", ["天海机械有限公司", "天源机械有限公司"], ["天海机械", "天海贸易"], ["深圳天海机械", "北京天海机械"], ["天海机械上海分公司", "天海机械北京分公司"], ["Acme Trading", "Apex Training"]);
  });
});

describe("ways to reach somebody", () => {
  test("phones: a missing code or extension agrees, one wrong digit does not by itself", () => {
    alike("phone", ["+8613911112222", "13911112222"], ["0755-26881234", "26881234"], ["+8675526881234", "+8675526881234;ext=801"]);
    expect(likeness("phone", "13911112222", "13911112223")).toBe(0.75);
    expect(likeness("phone", "13911112222", "13911112")).toBe(0);
    expect(likeness("phone", "+8675526881234;ext=801", "+8675526881234;ext=802")).toBe(0.5);
  });
  test("e-mail: tags, dots, slips; another digit is another mailbox", () => {
    alike("email", ["zhang.wei+shop@gmail.com", "zhangwei@gmail.com"], ["zhangwei@qq.com", "zhangwei@qq.con"], ["zhangwei@qq.com", "zhangwie@qq.com"], ["zhang_wei@acme.cn", "zhang.wei@acme.cn"]);
    apart("email", ["user1234@qq.com", "user1235@qq.com"], ["info@acme.cn", "info@apex.cn"], ["li@qq.com", "lu@qq.com"]);
  });
});

describe("places, dates and codes", () => {
  test("addresses in China and in the West", () => {
    alike("address", ["深圳市南山区科技园路8号创业大厦", "南山区科技园路8号创业大厦"], ["12 Harbour Street, Greenfield", "Greenfield; 12 Harbuor St"], ["6 Tullaroop Street, Willaroo", "Willaroo, 6 Tullaroop St."], ["2/98 Latchford Road", "2/98 Latchford Rd"]);
    apart("address", ["星湖街328号", "星湖街12号"], ["12 Harbour Street", "12 Forest Road"], ["南山区科技园路8号", "福田区深南大道100号"]);
  });
  test("dates and codes with one slip, texts in another order", () => {
    alike("date", ["1988-03-04", "1988-04-03"], ["1988-03-04", "1988-03-05"]);
    apart("date", ["1988-03-04", "1979-11-30"]);
    alike("code", ["200120", "200210"]);
    apart("code", ["200120", "518000"], ["12", "13"]);
    alike("text", ["St. James", "st james"], ["Port Douglas", "port douoglas"], ["hills beverly", "Beverly Hills"]);
  });
});

test("nothing is no evidence, whatever it is compared with; likeness is symmetric, within bounds, and 1 for the same", () => {
  for (const kind of Object.keys(comparers) as ComparerName[]) {
    for (const nothing of [null, undefined, "", "  ", "无"]) if (kind !== "text" && kind !== "code" && kind !== "exact") expect(likeness(kind, nothing, "13911112222"), kind).toBeNull();
  }
  const value = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("张伟", "深圳天海机械有限公司", "13911112222", "a.b@gmail.com", "1988-03-04", "12 Harbour St", "南山区科技园路8号", "William Smith"));
  fc.assert(fc.property(fc.constantFrom(...(Object.keys(comparers) as ComparerName[])), value, value, (kind, a, b) => {
    const [there, back] = [likeness(kind, a, b), likeness(kind, b, a)];
    expect(back === null ? null : Math.round(back * 1e6)).toBe(there === null ? null : Math.round(there * 1e6));
    if (there !== null) expect(there >= 0 && there <= 1).toBe(true);
    const self = likeness(kind, a, a);
    if (self !== null) expect(self).toBeGreaterThanOrEqual(kind === "name" ? 0.6 : 1);
  }), { numRuns: 2_000 });
});

test("evidence that overlaps counts once and a bit; without evidence a pair is most likely two people", () => {
  expect(overlapping([10, 5, -4])).toBeCloseTo(10 - 4 + 0.4 * 5);
  expect(probability(0, 1_000_000)).toBeLessThan(1e-6);
  expect(probability(40, 1_000_000)).toBeGreaterThan(0.999);
  expect(probability(40, 10)).toBe(probability(40, 1_000));
});
