import type { FieldType } from "../../../core/language/types.ts";
import type { FormField } from "./definition.ts";
import { html, type Markup } from "./html.ts";
import { words } from "./words.ts";

/** What a visitor has typed, to be shown again. */
export type Typed = Record<string, unknown>;

const INPUT_TYPES: Partial<Record<FieldType, { type: string; mode?: string }>> = {
  phone: { type: "tel", mode: "tel" }, email: { type: "email", mode: "email" }, url: { type: "url", mode: "url" }, date: { type: "date" }, datetime: { type: "datetime-local" },
  number: { type: "text", mode: "decimal" }, money: { type: "text", mode: "decimal" }, percent: { type: "text", mode: "decimal" },
};
/** How browsers name what they can fill in by themselves (HTML standard, autofill). */
const AUTOCOMPLETE: Record<string, string> = {
  name: "name", phone: "tel", email: "email", company: "organization", job_title: "organization-title", address: "street-address", city: "address-level2", province: "address-level1", website: "url",
};

/** One field: label, input, and the place where its problem is said. */
export function fieldMarkup(field: FormField, typed: Typed, problem: string | undefined, language: "zh" | "en"): Markup {
  const { def, label, required } = field;
  const mark = required && html`<span class="mark" aria-hidden="true"> *</span>`;
  const said = html`<p class="problem" id="p-${def.key}" data-for="${def.key}">${problem}</p>`;
  if (def.type === "multi_choice") {
    return html`<fieldset class="field" aria-describedby="p-${def.key}" data-many="${def.key}"${required && html` data-required`}><legend>${label}${mark}</legend>${field.choices.map((choice) =>
      html`<label class="tick"><input type="checkbox" name="${def.key}" value="${choice.value}"${listed(typed[def.key]).includes(choice.value) && html` checked`}><span>${choice.label}</span></label>`)}${said}</fieldset>`;
  }
  if (def.type === "boolean") {
    return html`<div class="field"><label class="tick"><input type="checkbox" ${common(field, problem)} value="true"${typed[def.key] === "true" && html` checked`}><span>${label}${mark}</span></label>${said}</div>`;
  }
  return html`<div class="field"><label for="f-${def.key}">${label}${mark}</label>${control(field, typed[def.key], problem, language)}${said}</div>`;
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function common({ def, required }: FormField, problem: string | undefined): Markup {
  return html`id="f-${def.key}" name="${def.key}" aria-describedby="p-${def.key}"${required && html` required`}${problem && html` aria-invalid="true"`}`;
}

function control(field: FormField, value: unknown, problem: string | undefined, language: "zh" | "en"): Markup {
  const { def } = field;
  const text = typeof value === "string" ? value : "";
  if (def.type === "choice") {
    const options = field.choices.map((choice) => html`<option value="${choice.value}"${choice.value === text && html` selected`}>${choice.label}</option>`);
    return html`<select ${common(field, problem)}><option value="">${words[language].choose}</option>${options}</select>`;
  }
  // A line break right after the tag is not part of the text.
  if (def.type === "long_text") return html`<textarea ${common(field, problem)} rows="4" maxlength="5000">
${text}</textarea>`;
  const { type, mode } = INPUT_TYPES[def.type] ?? { type: "text" };
  return html`<input type="${type}" ${common(field, problem)} value="${text}" maxlength="500"${mode && html` inputmode="${mode}"`}${AUTOCOMPLETE[def.key] && html` autocomplete="${AUTOCOMPLETE[def.key]}"`}>`;
}
