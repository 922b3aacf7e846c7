import type { Reason } from "../../api/my-day.ts";
import { shortTime, wallClock, wallNow } from "../../ui/moment.ts";
import type { Say } from "../../words/words.ts";

const KNOWN = ["response_overdue", "response_running", "task_overdue", "task_today", "next_step_overdue", "next_step_today", "untouched", "recycle_soon"] as const;
/** Reasons that say a time has passed. */
const LATE = new Set<string>(["response_overdue", "task_overdue", "next_step_overdue"]);

export interface ToldReason {
  text: string;
  late: boolean;
}

/** Why a lead is on today's list, in words. */
export function toldReason({ code, facts }: Reason, t: Say): ToldReason {
  const known = KNOWN.find((each) => each === code);
  const at = [facts.due_at, facts.at, facts.since].find((each): each is string => typeof each === "string");
  const what = [facts.title, facts.text].find((each): each is string => typeof each === "string" && each !== "");
  const moment = !at ? "" : wallClock(at).isSame(wallNow(), "day") ? wallClock(at).format("HH:mm") : shortTime(at);
  const said = known ? t(`leads:day_${known}`, { at: moment }) : t("leads:day_other");
  return { text: what ? `${said}：${what}` : said, late: LATE.has(code) };
}
