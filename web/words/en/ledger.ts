import type zh from "../zh-CN/ledger.ts";
import type { Same } from "../same.ts";

export default {
  of_import: "Import: {{file}}",
  open: "See them in the ledger",
  form_language: "Language being edited",
  form_language_hint: "Every question and text can have a Chinese and an English wording; visitors see their own, or the other where there is none.",
  form_label: "shown as",
} satisfies Same<typeof zh>;
