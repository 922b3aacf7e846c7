import type { FieldDef } from "../../../core/language/types.ts";
import { addressComparer } from "./address.ts";
import { codeComparer, exactComparer } from "./code.ts";
import { companyComparer } from "./company.ts";
import type { Comparer } from "./compared.ts";
import { dateComparer } from "./date.ts";
import { emailComparer } from "./email.ts";
import { nameComparer } from "./name.ts";
import { phoneComparer } from "./phone.ts";
import { textComparer } from "./text.ts";

export const COMPARERS = ["name", "company", "phone", "email", "address", "date", "code", "text", "exact"] as const;
export type ComparerName = (typeof COMPARERS)[number];

export const comparers: Readonly<Record<ComparerName, Comparer>> = {
  name: nameComparer as Comparer, company: companyComparer as Comparer, phone: phoneComparer as Comparer, email: emailComparer as Comparer, address: addressComparer as Comparer,
  date: dateComparer as Comparer, code: codeComparer as Comparer, text: textComparer as Comparer, exact: exactComparer as Comparer,
};

/** Standard fields whose type alone does not tell what they hold. */
const BY_KEY: Readonly<Record<string, ComparerName>> = { name: "name", company: "company", address: "address", wechat: "code", credit_code: "code", external_id: "code" };
const BY_TYPE: Readonly<Partial<Record<FieldDef["type"], ComparerName>>> = {
  text: "text", phone: "phone", email: "email", url: "text", date: "date", number: "code", choice: "exact", region: "text", auto_number: "code", link: "exact", person: "exact", money: "code",
};

/** How values of a field are compared; null for kinds of values that say nothing about who somebody is. */
export function comparerOf(field: Pick<FieldDef, "key" | "type">, standard: boolean): ComparerName | null {
  return (standard ? BY_KEY[field.key] : undefined) ?? BY_TYPE[field.type] ?? null;
}

/** What a field is about. Evidence of one kind overlaps: whoever shares a company often shares its address and city. */
export type About = "person" | "reach" | "place";

const ABOUT: Readonly<Record<string, About>> = { company: "place", address: "place", city: "place", province: "place", website: "place", credit_code: "place" };
const PLACE_WORDS = /post_?code|postal|zip|suburb|city|town|state|province|district|country|region|county|street|address/;

/** Own fields are told by the words in their key and label. */
export function aboutOf(field: Pick<FieldDef, "key" | "type" | "label">, standard: boolean): About {
  if (standard && ABOUT[field.key]) return ABOUT[field.key] as About;
  if (field.type === "phone" || field.type === "email" || field.key === "wechat") return "reach";
  if (standard && field.key === "name") return "person";
  return field.type === "region" || PLACE_WORDS.test(`${field.key} ${field.label.en}`.toLowerCase()) || /邮编|邮政编码|省|市|区|街|地址|国家/.test(field.label.zh) ? "place" : "person";
}
