import type { Filter } from "../../../core/language/types.ts";
import type { MyDay } from "../../api/my-day.ts";
import type { WordKey } from "../../words/words.ts";

/** The address of a list narrowed by conditions. */
export const listAddress = (path: string, ...all: Filter[]): string => `${path}?filter=${encodeURIComponent(JSON.stringify({ all }))}`;

const mine: Filter = { field: "owner_id", op: "is", value: "@me" };

/** The numbers of the day in the order a rep looks at them, and where each leads. */
export const NUMBERS: { key: keyof MyDay["numbers"]; label: WordKey; to: string; urgent?: boolean }[] = [
  { key: "to_respond", label: "leads:to_respond", to: "/my-day?show=respond" },
  { key: "overdue", label: "leads:overdue", to: "/my-day?show=overdue", urgent: true },
  { key: "tasks_today", label: "leads:tasks_today", to: "/tasks?tab=today" },
  { key: "new_today", label: "leads:new_today", to: listAddress("/leads", mine, { field: "assigned_at", op: "within", value: { this: "day" } }) },
  { key: "logged_today", label: "leads:logged_today", to: listAddress("/records/activity", mine, { field: "happened_at", op: "within", value: { this: "day" } }) },
  { key: "converted_month", label: "leads:converted_month", to: listAddress("/leads", mine, { field: "converted_at", op: "within", value: { this: "month" } }) },
];
