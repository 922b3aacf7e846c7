import { expect, test } from "vitest";
import { matchKeys } from "../keys.ts";
import { normaliseLead } from "./lead.ts";

const env = { country: "CN" };

test("a dirty row becomes canonical values and match keys", () => {
  const { row, keys } = normaliseLead({ name: " 曾晓红 女士", phone: 13912345670, email: "A.B+x@Gmail.com", wechat: "Wx_Tian01", company: "天海机械（深圳）有限公司", province: "广东", city: "深圳", budget: "20万", tags: "展会、 重点,展会", note: "好的，\n再联系 ", do_not_contact: "否", own_field: { any: [1] } }, env);
  expect(row).toEqual({ name: "曾晓红 女士", phone: "+8613912345670", email: "a.b+x@gmail.com", wechat: "Wx_Tian01", company: "天海机械（深圳）有限公司", province: "广东省", city: "深圳市", budget: 200000, tags: ["展会", "重点"], note: "好的，\n再联系", do_not_contact: false, own_field: { any: [1] } });
  expect(matchKeys(keys)).toEqual([
    { kind: "phone", key: "+8613912345670" },
    { kind: "email", key: "ab@gmail.com" },
    { kind: "wechat", key: "wx_tian01" },
    { kind: "company_name", key: "深圳天海机械|zengxiaohong" },
  ]);
});

test("two people who typed 13800000000, or two 王总 of one company, are not the same person", () => {
  const { keys, flags } = normaliseLead({ name: "王总", phone: "13800000000", company: "天海机械有限公司" }, env);
  expect(matchKeys(keys)).toEqual([]);
  expect(flags.map((flag) => `${flag.field} ${flag.code}`)).toEqual(["phone test_number", "name partial_name"]);
});

test("a fixed line completes the place, its extension tells people apart", () => {
  const { row, keys } = normaliseLead({ phone: "0755-26881234转801", province: "", city: null }, env);
  expect(row).toEqual({ phone: "+8675526881234", province: "广东省", city: "深圳市" });
  expect(keys.phone_key).toBe("+8675526881234;ext=801");
});

test("any JSON in any field gives a value or a flag, never an error", () => {
  const odd = [null, 0, 1.5, true, "", " ", "无", [], ["a"], {}, { a: 1 }, "\u0000"];
  for (const field of ["name", "phone", "email", "wechat", "company", "credit_code", "province", "city", "budget", "tags", "note", "do_not_contact"]) {
    for (const value of odd) expect(() => normaliseLead({ [field]: value }, env)).not.toThrow();
  }
});
