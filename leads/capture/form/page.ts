import type { FieldProblem } from "../../../core/refusal.ts";
import { type Form, TRACKING } from "./definition.ts";
import { html, type Markup } from "./html.ts";
import { fieldMarkup, type Typed } from "./inputs.ts";
import { words } from "./words.ts";

export interface PageOptions {
  embed: boolean;
  /** What the visitor has typed or the address says about where they came from. */
  typed: Typed;
  problems?: FieldProblem[];
  /** A problem of the whole post. */
  problem?: string;
  /** The page after a post without scripts. */
  done?: boolean;
  /** Who the company's site says this is, when they have consented to that. */
  visitor?: unknown;
}

/** A hosted form: works without scripts unless it is guarded; form.mjs makes it answer in place. */
export function formPage(form: Form, { embed, typed, problems = [], problem, done = false, visitor }: PageOptions): string {
  const language = form.locale === "en" ? "en" : "zh";
  const said = words[language];
  const byField = new Map(problems.map((p) => [p.path, p.message[language]]));
  const other = language === "en" ? "zh" : "en";
  // Changing the language must not lose where the visitor came from.
  const otherLanguage = new URLSearchParams([["lang", other], ...TRACKING.flatMap((key) => (typeof typed[key] === "string" && typed[key] !== "" ? [[key, typed[key]]] : [])), ...(typeof visitor === "string" ? [["visitor", visitor]] : [])]).toString();
  const lead = html`<h1>${form.title}</h1>${form.description && html`<p class="lead">${form.description}</p>`}`;
  const body = done ? html`${lead}<p class="thanks" role="status">${form.thanks}</p>` : html`${lead}
<form method="post" action="/f/${form.key}?lang=${language}${embed && "&embed=1"}" data-key="${form.key}" data-lang="${language}"${form.guarded && html` data-guard`}
 data-thanks="${form.thanks}" data-sending="${said.sending}" data-failed="${said.failed}" data-missing="${said.missing}" data-invalid="${said.invalid}" data-check="${said.check}">
${form.guarded && html`<noscript><p class="notice">${said.needsScript}</p></noscript>`}
${form.fields.map((field) => fieldMarkup(field, typed, byField.get(field.def.key), language))}
<div class="away" aria-hidden="true"><label>${said.leaveEmpty}<input name="_hp" tabindex="-1" autocomplete="off"></label></div>
${TRACKING.filter((key) => typeof typed[key] === "string" && typed[key] !== "" && !form.fields.some((f) => f.def.key === key)).map((key) => html`<input type="hidden" name="${key}" value="${typed[key]}">`)}
${typeof visitor === "string" && html`<input type="hidden" name="_visitor" value="${visitor}">`}
<p class="problem" id="problem" role="alert">${problem}</p>
<button type="submit">${form.button}</button>
</form>
<p class="thanks" id="thanks" role="status" aria-live="polite" tabindex="-1"></p>`;
  return shell(language, form.title, embed, html`${body}${!embed && !done && html`<p class="language"><a href="?${otherLanguage}" hreflang="${other}" lang="${other}">${said.other}</a></p>`}`);
}

/** What is shown where there is no form, or not any more. */
export function closedPage(language: "zh" | "en", embed: boolean): string {
  const said = words[language];
  return shell(language, said.closed, embed, html`<h1>${said.closed}</h1><p class="lead">${said.closedMore}</p>`);
}

function shell(language: "zh" | "en", title: string, embed: boolean, body: Markup): string {
  return html`<!doctype html>
<html lang="${language === "en" ? "en" : "zh-CN"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/f/assets/form.css"><script type="module" src="/f/assets/form.mjs"></script></head>
<body${embed && html` class="embed"`}><main>${body}</main></body></html>
`.text;
}
