import { useCallback } from "react";
import { useWords } from "../../words/words.ts";

/** Minutes as people say them: "90 minutes", "4 hours". */
export function useDuration(): (minutes: number) => string {
  const t = useWords();
  return useCallback((minutes) => (minutes >= 60 && minutes % 60 === 0 ? t("common:hours", { n: minutes / 60 }) : t("common:minutes", { n: minutes })), [t]);
}
