import { nameIn, type Item } from "../../api/records.ts";
import type { CellRenderers } from "../../ui/shown-column.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { ChannelName } from "../record/ChannelName.tsx";
import type { Say } from "../../words/words.ts";

/** What actions on leads must know of each, whatever the columns. */
export const LEAD_ALSO = ["name", "company", "phone", "stage", "owner_id", "pool_id", "tags", "first_response_at", "recycle_at"];

/** Columns that differ from their type's usual width. */
export const WIDTHS: Record<string, number> = { name: 120, company: 190, phone: 140, stage: 120, grade: 74, score: 76, heat: 68, source: 100, owner_id: 116, response_due_at: 128, next_step_at: 128, recycle_at: 128, times_recycled: 110, created_at: 104, city: 90, industry: 90, priority: 80, title: 260 };

/** Clocks run in the list; an answered one is a dash. */
export function leadCells(t: Say): CellRenderers {
  const clock = (key: string) => (item: Item) => {
    if (key === "response_due_at" && !item[key] && item.first_response_at) return <span className="faint">–</span>;
    return typeof item[key] === "string" && item.stage !== "converted" && item.stage !== "disqualified" ? <Countdown due={item[key]} /> : null;
  };
  return {
    response_due_at: clock("response_due_at"), next_step_at: clock("next_step_at"), recycle_at: clock("recycle_at"),
    channel: (item) => (typeof item.channel === "string" ? <ChannelName channel={item.channel} /> : null),
    owner_id: (item) => nameIn(item, "owner_id") ?? (item.pool_id ? <span className="quiet">{nameIn(item, "pool_id") ?? t("nav:pool")}</span> : null),
  };
}
