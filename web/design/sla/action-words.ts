import { useCallback } from "react";
import { useWords } from "../../words/words.ts";
import type { ClockStep } from "../bodies.ts";

/** What a step of a clock does, in words. */
export function useActionWords(): (action: ClockStep["do"]) => string {
  const t = useWords();
  return useCallback((action) => (action === "notify_group" || action === "reassign" ? t(`sla:do_${action}`) : t(`policies:do_${action}`)), [t]);
}
