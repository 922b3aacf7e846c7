import { fieldTypes } from "../../../core/language/fields/registry.ts";
import { cleanLine } from "../../../core/language/text.ts";
import type { FieldProblem, Text } from "../../../core/refusal.ts";
import { normaliseEmail } from "../../cleanse/normalise/email.ts";
import { normalisePhone } from "../../cleanse/normalise/phone.ts";
import type { Channel } from "../channels.ts";
import { type Form, type FormField, TRACKING } from "./definition.ts";

/** Names in a post that the form does not have. */
export function unknownNames(form: Form, channel: Pick<Channel, "mapping">, payload: Record<string, unknown>): FieldProblem[] {
  const known = new Set<string>([...form.fields.map((f) => f.def.key), ...TRACKING, ...Object.values(channel.mapping ?? {}).map((path) => path.split(".")[0] as string)]);
  return Object.keys(payload).filter((key) => !known.has(key)).slice(0, 100).map((key) => ({ path: key, message: { zh: `不认识的字段「${key}」`, en: `Unknown field “${key}”` } }));
}

/** What a visitor can put right at once: required fields that are empty or cannot be read. Anything else is taken as it comes. */
export function typingMistakes(form: Form, payload: Record<string, unknown>, env: { country: string; timeZone: string }): FieldProblem[] {
  return form.fields.filter((field) => field.required).flatMap((field) => {
    const message = mistake(field, payload[field.def.key], env);
    return message ? [{ path: field.def.key, message }] : [];
  });
}

function mistake({ def, label }: FormField, value: unknown, env: { country: string; timeZone: string }): Text | null {
  const parts = Array.isArray(value) ? value : [value];
  if (parts.every((part) => part === undefined || part === null || cleanLine(String(part)) === "")) return { zh: `请填写「${label}」`, en: `Please fill in “${label}”` };
  if (def.type === "phone") return normalisePhone(String(value), env.country).value ? null : { zh: "电话号码格式不正确", en: "Not a telephone number" };
  if (def.type === "email") return normaliseEmail(String(value)).value ? null : { zh: "邮箱地址格式不正确", en: "Not an e-mail address" };
  if (def.key === "budget") return null;
  const parsed = fieldTypes[def.type].parse(value, def, { timeZone: env.timeZone });
  return "problem" in parsed ? parsed.problem : null;
}
