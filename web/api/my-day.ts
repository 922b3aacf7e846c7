import { useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";

/** Why something is so, as data: a code and its facts. */
export interface Reason {
  code: string;
  facts: Record<string, unknown>;
}

export interface DayLead {
  id: string;
  name: string | null;
  company: string | null;
  phone: string | null;
  score: number | null;
  grade: string | null;
  heat: string | null;
  stage: string | null;
}

export interface DayItem {
  kind: "sla" | "task" | "next_step" | "new" | "recycle";
  due_at: string | null;
  why: Reason[];
  lead: DayLead | null;
  task: { id: string; title: string | null } | null;
}

export interface MyDay {
  items: DayItem[];
  numbers: { to_respond: number; overdue: number; tasks_today: number; new_today: number; logged_today: number; converted_month: number };
}

/** What waits for me, most urgent first; asked again whenever a lead, task or activity changes. */
export const useMyDay = () => useQuery({ queryKey: ["my-day", "lead", "task", "activity"], queryFn: () => call<MyDay>("GET", "/my-day") });
