import type { Locale as AntdLocale } from "antd/es/locale/index.js";

/** All that changes with the language, loaded as one piece. */
export interface Bundle {
  words: Record<string, Record<string, string>>;
  antd: AntdLocale;
  /** Makes relative times and month names speak this language. */
  useDates(): void;
}
