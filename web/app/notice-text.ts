import type { Notification } from "../api/notifications.ts";
import { timeZone } from "../ui/moment.ts";
import type { Locale, Say, WordKey } from "../words/words.ts";

type Notice = Pick<Notification, "kind" | "facts" | "at">;

const early = ({ facts, at }: Notice): boolean => typeof facts.due_at === "string" && Date.parse(facts.due_at) > Date.parse(at);

/** The words for every kind of notice the server sends; some depend on when it was sent. */
const WORDS: Record<string, (notice: Notice) => WordKey> = {
  lead_assigned: () => "notices:lead_assigned",
  leads_assigned: ({ facts }) => (facts.count ? "notices:leads_assigned" : "notices:leads_assigned_some"),
  accept_missed: () => "notices:accept_missed",
  lead_came_again: () => "notices:lead_came_again",
  customer_came_again: () => "notices:customer_came_again",
  lead_merged: () => "notices:lead_merged",
  collision_opened: () => "notices:collision_opened",
  collision_to_decide: () => "notices:collision_to_decide",
  collision_escalated: () => "notices:collision_escalated",
  collision_evidence: () => "notices:collision_evidence",
  collision_won: () => "notices:collision_won",
  collision_lost: () => "notices:collision_lost",
  collision_split: () => "notices:collision_split",
  collision_appealed: () => "notices:collision_appealed",
  collision_withdrawn: () => "notices:collision_withdrawn",
  recycle_warning: () => "notices:recycle_warning",
  extension_asked: ({ facts }) => (facts.days && facts.reason ? "notices:extension_asked" : "notices:extension_asked_plain"),
  recycled: () => "notices:recycled",
  sla_warning: (notice) => (early(notice) ? "notices:sla_warning" : "notices:sla_warning_late"),
  sla_breach: (notice) => (early(notice) ? "notices:sla_breach_ahead" : "notices:sla_breach"),
  prediction_drift: () => "notices:prediction_drift",
  prediction_decay: () => "notices:prediction_decay",
  sla_nobody: () => "notices:sla_nobody",
  sla_reassigned: () => "notices:sla_reassigned",
  sla_returned: () => "notices:sla_returned",
  task_reminder: ({ facts }) => (facts.due_at ? "notices:task_reminder" : "notices:task_reminder_no_time"),
};

/** Whether a kind of notice has words of its own. */
export const hasWords = (kind: string): boolean => Object.hasOwn(WORDS, kind);

/** A notification as a sentence; one of a kind that has no words still says that something happened. */
export function noticeText(notice: Notice, t: Say, locale: Locale): string {
  const { kind, facts } = notice;
  const name = (value: unknown): unknown => value || t("notices:no_name");
  const group = typeof facts.group === "string" && facts.group !== "" ? t("clocks:notice_group", { group: facts.group, members: facts.members ?? "" }) : "";
  return group + t(WORDS[kind]?.(notice) ?? "notices:other", {
    ...facts, lead: name(facts.lead), into: name(facts.into), title: name(facts.title), owner: facts.owner || t("notices:no_owner"), to: facts.to || t("notices:no_owner"),
    claimant: facts.claimant || t("notices:a_colleague"), holder: facts.holder || t("notices:a_colleague"), by: facts.by || t("notices:a_colleague"),
    at: moment(facts.at, locale), due_at: moment(facts.due_at, locale),
  });
}

/** "3月2日 15:30", "2 Mar, 15:30". */
function moment(value: unknown, locale: Locale): string {
  if (typeof value !== "string") return "";
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : "zh-CN", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: timeZone() }).format(new Date(value));
}
