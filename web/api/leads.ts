import { say } from "../words/words.ts";
import { call } from "./call.ts";
import { queryClient } from "./query-client.ts";
import type { Item } from "./records.ts";

export type LeadVerb = "claim" | "release" | "assign" | "transfer" | "accept" | "disqualify" | "reopen";

/** What a verb did to one lead. */
export interface VerbAnswer {
  id: string;
  ok: boolean;
  code?: string;
  title?: string;
  facts?: Record<string, unknown>;
}

const MOST = 1_000;

/** Runs a verb on any number of leads; each answers for itself, in order. */
export async function leadVerb(verb: LeadVerb, ids: readonly string[], extra: Record<string, unknown> = {}): Promise<VerbAnswer[]> {
  const answers: VerbAnswer[] = [];
  for (let from = 0; from < ids.length; from += MOST) {
    answers.push(...(await call<{ items: VerbAnswer[] }>("POST", `/leads/${verb}`, { body: { ids: ids.slice(from, from + MOST), ...extra } })).items);
  }
  await touched("lead");
  return answers;
}

/** Asks everything again that shows an object of these names. */
export async function touched(...objects: string[]): Promise<void> {
  await queryClient.invalidateQueries({ predicate: (query) => query.queryKey.some((part) => typeof part === "string" && objects.includes(part)) });
}

/** Something that happened with a lead, and what comes next, as POST /leads/:id/activities takes it. */
export interface Logged {
  kind: string;
  outcome?: string | undefined;
  summary?: string | undefined;
  direction?: "in" | "out" | undefined;
  minutes?: number | undefined;
  place?: string | undefined;
  latitude?: number | undefined;
  longitude?: number | undefined;
  next_step?: { at: string; text?: string } | undefined;
  nothing_next?: boolean | undefined;
}

export async function logActivity(lead: string, body: Logged): Promise<{ activity: Item; lead: Item }> {
  const answer = await call<{ activity: Item; lead: Item }>("POST", `/leads/${lead}/activities`, { body });
  await touched("lead", "activity", "task");
  return answer;
}

export interface ConvertWish {
  account?: { id?: string; name?: string };
  contact?: { id?: string };
  opportunity?: { name?: string; amount?: number | null; close_date?: string | null; stage?: string } | null;
}

export interface Converted {
  id: string;
  account_id: string;
  contact_id: string | null;
  opportunity_id: string | null;
  created: string[];
}

export async function convertLead(lead: string, wish: ConvertWish): Promise<Converted> {
  const answer = await call<Converted>("POST", `/leads/${lead}/convert`, { body: wish });
  await touched("lead", "account", "contact", "opportunity");
  return answer;
}

export async function unconvertLead(lead: string): Promise<void> {
  await call("POST", `/leads/${lead}/unconvert`);
  await touched("lead", "account", "contact", "opportunity");
}

export async function setTaskDone(task: string, done: boolean): Promise<void> {
  await call("POST", `/tasks/${task}/${done ? "complete" : "reopen"}`);
  await touched("task", "lead");
}

/** The same for an account, contact or opportunity: an activity, and a task where something comes next. */
export async function logElsewhere(object: string, id: string, { next_step, nothing_next: _, ...activity }: Logged): Promise<unknown> {
  const about = { [`${object}_id`]: id };
  await call("POST", "/records/activity", { body: { ...activity, ...about, happened_at: new Date().toISOString() } });
  if (next_step) await call("POST", "/records/task", { body: { title: next_step.text ?? say("leads:follow_up"), due_at: next_step.at, ...about } });
  await touched(object, "activity", "task");
  return undefined;
}
