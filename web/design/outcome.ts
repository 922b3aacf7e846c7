import type { Text } from "../../core/refusal.ts";
import { exactTime } from "../ui/moment.ts";
import type { Say } from "../words/words.ts";
import type { WordKey } from "../words/words.ts";
import type { Side } from "./trial.ts";

const isText = (value: unknown): value is Text => typeof value === "object" && value !== null && "zh" in value && "en" in value;

/** What one side of a difference comes to, in a few words: the grade and score, the owner, the action, the due time. */
export function outcomeWords({ outcome, reasons }: Side, t: Say, text: (text: Text) => string): string {
  const { name, score, grade, outcome: became, met, missed, running } = outcome;
  if (isText(name)) return text(name);
  if (typeof score === "number") return [grade, score].filter((part) => part !== undefined && part !== null).join(" ");
  if (typeof name === "string" && name !== "") return name;
  if (typeof became === "string") {
    const rule = reasons.find((reason) => reason.code === "match_rule")?.facts.name;
    return [t(`match:outcome_${became}` as WordKey), isText(rule) ? text(rule) : ""].filter(Boolean).join(" · ");
  }
  if (typeof missed === "number") return t("sla:trial_says", { met: Number(met), missed, running: Number(running) });
  const moment = [outcome.recycle_at, outcome.due_at].find((at) => typeof at === "string");
  return typeof moment === "string" ? t("trial:until", { at: exactTime(moment) }) : t("trial:nothing");
}
