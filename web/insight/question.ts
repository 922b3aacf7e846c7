import { addDays } from "../../core/language/zone.ts";

export const PRESETS = ["today", "this_week", "this_month", "last_7", "last_30", "last_90"] as const;
export type Preset = (typeof PRESETS)[number];

/** What the page is asked, as its address holds it. A preset keeps meaning what it says; own days are fixed. */
export interface Asked {
  preset: Preset | null;
  from: string;
  to: string;
  team_id?: string;
  source?: string;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const USUAL: Preset = "last_30";

/** The first and last day a preset means on a given day; weeks begin on Monday. */
export function daysOfPreset(preset: Preset, today: string): { from: string; to: string } {
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  const first = { today, this_week: addDays(today, -weekday), this_month: `${today.slice(0, 8)}01`, last_7: addDays(today, -6), last_30: addDays(today, -29), last_90: addDays(today, -89) };
  return { from: first[preset], to: today };
}

/** Reads the page's address; what cannot be read is the usual period. */
export function readAsked(params: URLSearchParams, today: string): Asked {
  const narrowed = { ...text("team_id", params.get("team")), ...text("source", params.get("source")) };
  const [from, to] = [params.get("from") ?? "", params.get("to") ?? ""];
  if (DATE.test(from) && DATE.test(to) && from <= to) return { preset: null, from, to, ...narrowed };
  const preset = PRESETS.find((each) => each === params.get("period")) ?? USUAL;
  return { preset, ...daysOfPreset(preset, today), ...narrowed };
}

/** Changes the address: a preset or own days, team and source; an empty value takes the condition away. */
export function writeAsked(params: URLSearchParams, change: { preset?: Preset; days?: { from: string; to: string }; team?: string; source?: string }): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (key: string, value: string | undefined): void => (value ? next.set(key, value) : next.delete(key));
  if (change.preset || change.days) {
    put("period", change.preset);
    put("from", change.days?.from);
    put("to", change.days?.to);
  }
  if (change.team !== undefined) put("team", change.team);
  if (change.source !== undefined) put("source", change.source);
  next.delete("rows");
  return next;
}

const text = <K extends string>(key: K, value: string | null) => (value ? ({ [key]: value } as Record<K, string>) : {});
