import type { Locale } from "../../../core/ctx.ts";
import type { FieldDef } from "../../../core/language/types.ts";
import { type Channel, DEFAULT_FORM_FIELDS } from "../channels.ts";
import { worded } from "./wording.ts";
import { words } from "./words.ts";

/** What an address may say about where a visitor came from; accepted beside a form's own fields. */
export const TRACKING = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "referrer", "landing_page"] as const;

export interface FormField {
  def: FieldDef;
  label: string;
  required: boolean;
  choices: { value: string; label: string }[];
}

/** A hosted form as one visitor sees it. */
export interface Form {
  key: string;
  locale: Locale;
  title: string;
  description: string | null;
  button: string;
  thanks: string;
  guarded: boolean;
  fields: FormField[];
}

const UNFILLABLE: ReadonlySet<string> = new Set(["link", "person", "team", "file", "json", "auto_number"]);

/** Whether somebody outside can fill the field in. */
export const isFillable = (field: FieldDef): boolean => !UNFILLABLE.has(field.type) && !field.retired;

/** A form from its channel's settings and the lead's fields; what an administrator has not worded says it in the visitor's language. */
export function formOf(channel: Channel, fields: ReadonlyMap<string, FieldDef>, locale: Locale): Form {
  const { settings } = channel;
  const language = locale === "en" ? "en" : "zh";
  const said = words[language];
  return {
    key: channel.key, locale, title: worded(settings.title, language) ?? (language === "en" && /\p{Script=Han}/u.test(channel.name) ? said.title : channel.name),
    description: worded(settings.description, language) ?? null, button: worded(settings.button, language) ?? said.button, thanks: worded(settings.thanks, language) ?? said.thanks, guarded: settings.guard === true,
    fields: (settings.fields?.length ? settings.fields : DEFAULT_FORM_FIELDS as NonNullable<typeof settings.fields>).flatMap(({ key, required, label }): FormField[] => {
      const def = fields.get(key);
      if (!def || !isFillable(def)) return [];
      return [{ def, label: worded(label, language) ?? def.label[language], required: required === true, choices: (def.choices ?? []).filter((c) => !c.retired).map((c) => ({ value: c.value, label: c.label[language] })) }];
    }),
  };
}
