import dayjs from "dayjs";
import type { OutputOf } from "../../apps/contract.ts";
import type { Say } from "../words/words.ts";

export type TakenAnswer = OutputOf<"lead.taken">;
export const TAKEN_KEYS = ["phone", "company", "wechat", "email", "credit_code"] as const;
export type TakenKey = (typeof TAKEN_KEYS)[number];

/** The answer as sentences: whether they are known, until when protected, whom to ask. */
export function takenWords(answer: TakenAnswer, t: Say): string[] {
  if (!answer.exists) return [t("desks:taken_free")];
  if (!answer.team && !answer.protected_until) return [t("desks:taken_pool")];
  return [
    t("desks:taken_exists"), ...(answer.protected_until ? [t("desks:taken_protected", { until: dayjs(answer.protected_until).format("YYYY-MM-DD HH:mm") })] : []),
    ...(answer.team ? [t("desks:taken_team", { team: answer.team })] : []),
  ];
}

/** Whether somebody holds the customer, so that they can be claimed. */
export const isHeld = (answer: TakenAnswer): boolean => answer.exists && (answer.team !== null || answer.protected_until !== null);
