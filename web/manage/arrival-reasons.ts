import type { Text } from "../../core/refusal.ts";
import { useObjects } from "../api/objects.ts";
import { useText, useWords, type WordKey } from "../words/words.ts";
import type { Reason } from "./channels.ts";

const CODES = [
  "no_contact", "test_number", "disposable_email", "spam", "value_not_understood", "match_rule", "channel_override", "same_batch", "converted_to_account", "cannot_merge_into", "only_disqualified", "others_matched", "no_match",
  "phone_equal", "email_equal", "wechat_equal", "credit_code_equal", "company_equal", "company_equal_name_pinyin_equal", "filled", "united", "earliest", "latest", "newest", "longest", "chosen", "appended", "either",
] as const;

/** Says a reason of an arrival in a sentence: field keys become labels, actions become words. */
export function useReasonText(): (reason: Reason) => string {
  const t = useWords();
  const text = useText();
  const objects = useObjects().data ?? [];
  const lead = objects.find((each) => each.key === "lead");
  return ({ code, facts }) => {
    const known = CODES.find((each) => each === code);
    if (!known) return t("channels:reason_other");
    const values = Object.fromEntries(Object.entries(facts).map(([key, value]) => {
      if (key === "field") { const field = lead?.fields.find((each) => each.key === value); return [key, field ? text(field.label) : value]; }
      if (key === "object") { const object = objects.find((each) => each.key === value); return [key, object ? text(object.label) : value]; }
      if (key === "action" && typeof value === "string") return [key, t(`channels:action_${value}` as WordKey)];
      if (isText(value)) return [key, text(value)];
      return [key, value];
    }));
    if (known === "spam") return t(`channels:spam_${String(facts.because)}` as WordKey, values);
    return t(`channels:reason_${known}`, values);
  };
}

const isText = (value: unknown): value is Text => typeof value === "object" && value !== null && "zh" in value && "en" in value;
