import type { FieldDef, Value } from "../../../core/language/types.ts";
import { instantToWall } from "../../../core/language/zone.ts";
import type { Text } from "../../../core/refusal.ts";
import type { Arrived } from "./arrivals.ts";
import type { Raw, Source } from "./learn/table.ts";

/** How a source reads a lead; plain data, because training happens in another thread. */
type Reading = "value" | "yes_no" | "number" | "presence" | "length" | "phone" | "email" | "choice" | "hour" | "weekday" | "company_known";

export interface LeadSource extends Source {
  reading: Reading;
  /** The choice asked for, for one of several. */
  choice?: string;
}

/** The outcome itself, and the work on a lead: known only afterwards, whatever the history says. */
const NEVER: ReadonlySet<string> = new Set(["stage", "disqualify_reason", "owner_id", "external_id", "no_automation"]);
/** Kept by the system, and yet known at arrival. */
const KNOWN_AT_ARRIVAL: ReadonlySet<string> = new Set(["channel"]);
/** Names and numbers of somebody: that they were given may say something, what they are says who it is. */
const PERSONAL: ReadonlySet<string> = new Set(["name", "company", "credit_code", "wechat", "address"]);

const text = (zh: string, en: string): Text => ({ zh, en });
const YES_NO = { yes: text("是", "yes"), no: text("否", "no") };
const GIVEN = { given: text("已填写", "given") };
const LENGTHS = { short: text("20 字以内", "up to 20 characters"), middle: text("21–80 字", "21–80 characters"), long: text("80 字以上", "over 80 characters") };
const PHONES = { mobile: text("手机", "mobile"), landline: text("座机", "landline"), abroad: text("境外号码", "foreign number") };
const EMAILS = { free: text("个人邮箱", "free mail"), company: text("企业邮箱", "company mail") };
const HOURS = { night: text("0–8 点", "0–8 h"), morning: text("8–12 点", "8–12 h"), noon: text("12–14 点", "12–14 h"), afternoon: text("14–18 点", "14–18 h"), evening: text("18–24 点", "18–24 h") };
const DAYS = Object.fromEntries(["周日 Sunday", "周一 Monday", "周二 Tuesday", "周三 Wednesday", "周四 Thursday", "周五 Friday", "周六 Saturday"].map((day, i) => [String(i), text(...(day.split(" ") as [string, string]))]));

/** The best-known domains anybody can open an address at. */
export const FREE_MAIL: readonly string[] = ["qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "139.com", "189.cn", "aliyun.com", "tom.com", "21cn.com", "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me"];

/**
 * What is learned from: every live field of a lead that is not kept by the system, by its type, own fields like standard ones, and what follows
 * from the moment of arrival. `names` names the values of links and of the channel, by field.
 */
export function sourcesOf(fields: readonly FieldDef[], names: Readonly<Record<string, Record<string, Text>>> = {}): LeadSource[] {
  const own = fields.filter((field) => !field.internal && !NEVER.has(field.key) && (!field.readonly || KNOWN_AT_ARRIVAL.has(field.key)));
  const derived = (key: string, zh: string, en: string, reading: Reading, names: Record<string, Text>): LeadSource => ({ key: `@${key}`, field: null, label: text(zh, en), kind: "level", reading, names });
  return [
    ...own.flatMap((field) => ofField(field, names[field.key])),
    derived("hour", "到达时段", "Hour of arrival", "hour", HOURS), derived("weekday", "到达星期", "Day of arrival", "weekday", DAYS),
    derived("company_known", "同公司已有线索", "Company seen before", "company_known", YES_NO),
  ];
}

function ofField(field: FieldDef, names: Record<string, Text> | undefined): LeadSource[] {
  const one = (reading: Reading, known?: Record<string, Text>): LeadSource => ({ key: field.key, field: field.key, label: field.label, kind: reading === "number" ? "number" : "level", reading, ...(known ? { names: known } : {}) });
  if (PERSONAL.has(field.key)) return [one("presence", GIVEN)];
  const choices = Object.fromEntries((field.choices ?? []).map((choice) => [choice.value, choice.label]));
  switch (field.type) {
    case "text": case "region": return [one("value", names)];
    case "choice": return [one("value", choices)];
    case "link": case "person": case "team": return [one("value", names)];
    case "boolean": return [one("yes_no", YES_NO)];
    case "number": case "money": case "percent": return [one("number")];
    case "phone": return [one("phone", PHONES)];
    case "email": return [one("email", EMAILS)];
    case "long_text": return [one("length", LENGTHS)];
    case "multi_choice":
      return (field.choices ?? []).map((choice) => ({
        key: `${field.key}:${choice.value}`, field: field.key, kind: "level", reading: "choice", choice: choice.value, names: YES_NO,
        label: { zh: `${field.label.zh}：${choice.label.zh}`, en: `${field.label.en}: ${choice.label.en}` },
      }));
    case "date": case "datetime": case "url": case "file": case "json": case "auto_number": return [one("presence", GIVEN)];
  }
}

/** The value of a source for a lead as it came. */
export function readSource(source: LeadSource, lead: Arrived, timeZone: string, country: string): Raw {
  const wall = () => new Date(instantToWall(lead.at, timeZone));
  switch (source.reading) {
    case "hour": return hourPart(wall().getUTCHours());
    case "weekday": return String(wall().getUTCDay());
    case "company_known": return lead.values.company_known === true ? "yes" : "no";
    default: return readValue(source, lead.values[source.field as string] ?? null, country);
  }
}

/** The value of a source, given the value of its field. */
function readValue(source: LeadSource, value: Value, country: string): Raw {
  if (value === null || value === "") return source.reading === "choice" ? "no" : null;
  switch (source.reading) {
    case "number": return typeof value === "number" ? value : null;
    case "yes_no": return value === true ? "yes" : "no";
    case "choice": return Array.isArray(value) && source.choice !== undefined && value.includes(source.choice) ? "yes" : "no";
    case "presence": return "given";
    case "length": return typeof value !== "string" ? null : [...value].length <= 20 ? "short" : [...value].length <= 80 ? "middle" : "long";
    case "phone": return typeof value === "string" ? phoneKind(value, country) : null;
    case "email": return typeof value === "string" ? (FREE_MAIL.includes(value.slice(value.lastIndexOf("@") + 1)) ? "free" : "company") : null;
    default: return typeof value === "string" ? value : String(value);
  }
}

const hourPart = (hour: number): string => (hour < 8 ? "night" : hour < 12 ? "morning" : hour < 14 ? "noon" : hour < 18 ? "afternoon" : "evening");

/** Mobile numbers are told apart where their shape tells it: mainland China. */
function phoneKind(phone: string, country: string): string {
  if (country !== "CN") return "mobile";
  if (!phone.startsWith("+86")) return "abroad";
  return phone.startsWith("+861") ? "mobile" : "landline";
}
