import type { Notification } from "../api/notifications.ts";
import type { Say } from "../words/words.ts";
import type notices from "../words/zh-CN/notices.ts";

const KINDS = ["assigned", "recycle_warning", "recycled", "sla_warning", "sla_breach"] as const satisfies (keyof typeof notices)[];

/** A notification in words; one of a kind that has no text yet still says that something happened. */
export function noticeText({ kind, facts }: Pick<Notification, "kind" | "facts">, t: Say): string {
  const known = KINDS.find((each) => each === kind);
  return t(known ? `notices:${known}` : "notices:other", { ...facts, lead: facts.lead ?? "…" });
}
