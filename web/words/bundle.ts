import type { Locale as AntdLocale } from "antd/es/locale/index.js";

/** What changes with the language and is there from the start. */
export interface Bundle {
  words: Record<string, Record<string, string>>;
  antd: AntdLocale;
  /** Makes relative times and month names speak this language. */
  useDates(): void;
}
