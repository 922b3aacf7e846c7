import type { ActivityKind } from "../../leads/work.object.ts";
import type { Employee } from "./data/company.ts";
import type { Source } from "./data/sources.ts";
import { DISQUALIFY, SUMMARIES } from "./data/texts.ts";
import { PRODUCTS } from "./data/words.ts";
import type { Random } from "./random.ts";

/** Something a rep does with a lead, and what becomes of the lead by it. */
export interface Step {
  at: Date;
  kind: ActivityKind;
  outcome: string | null;
  summary: string;
  minutes: number | null;
  endings: Ending[];
}

export type Ending =
  | { do: "qualify" | "accept" | "nurture" | "release" }
  | { do: "disqualify"; reason: string }
  | { do: "convert"; amount: number };

export interface Worked {
  source: Source;
  /** "A1" … "D4". */
  grade: string;
  product: string | null;
  /** Taken from the pool by the rep, not handed out. */
  claimed: boolean;
}

/** A day's working time in minutes, by the office hours that ship. */
const WORKDAY = 450;

type Story = "left" | "won" | "closed" | "engaged" | "faded" | "released" | "nurtured";

/**
 * What a rep is going to do with a lead, from taking it over to its end. Better sources, better reps and quicker answers win more; that is
 * what the reports of the sample company have to find. `later` adds business minutes.
 */
export function planOf(random: Random, lead: Worked, rep: Employee, from: Date, later: (from: Date, minutes: number) => Date): Step[] {
  const letter = lead.grade[0] ?? "D";
  const delay = random.around({ A: 16, B: 34, C: 75, D: 130 }[letter] ?? 130, 0.95) * rep.slowness;
  const story = storyOf(random, lead, rep, letter, delay);
  if (story === "left") return [];
  const steps: Step[] = [];
  let at = later(from, Math.max(2, delay));
  const add = (kind: ActivityKind, outcome: string | null, ...endings: Ending[]) => {
    steps.push({ at, kind, outcome, endings, summary: random.pick(textsFor(kind, outcome)), minutes: kind === "call" && outcome !== "no_answer" ? random.int(1, 18) : kind === "visit" || kind === "meeting" ? random.int(30, 120) : null });
    at = later(at, random.around(WORKDAY * 1.3, 0.35));
  };
  const tries = random.chance(lead.source.unreachable) ? (random.chance(0.3) ? 2 : 1) : 0;
  for (let i = 0; i < tries; i++) add("call", random.chance(0.8) ? "no_answer" : "busy");
  if (story === "won") won(random, lead, add);
  else if (story === "engaged") engaged(random, add);
  else if (story === "closed") closed(random, lead, tries, add);
  else if (story === "released") add("call", "connected", { do: "release" });
  else if (story === "nurtured") {
    add("call", "connected");
    add("wechat", null, { do: "nurture" });
    for (let i = 0; i < random.int(1, 3); i++) add("wechat", null);
  } else for (let i = 0; i < random.int(tries === 0 ? 1 : 0, 2); i++) add(random.chance(0.7) ? "call" : "wechat", random.chance(0.5) ? "connected" : null);
  return steps;
}

function storyOf(random: Random, lead: Worked, rep: Employee, letter: string, delay: number): Story {
  const kept = letter === "A" ? 0.5 + rep.diligence / 2 : rep.diligence - (letter === "D" ? 0.05 : 0);
  if (!random.chance(kept)) return "left";
  const promptness = delay < 60 ? 1.2 : delay > WORKDAY ? 0.55 : 1;
  const fit = { A: 1.5, B: 1.2, C: 0.95, D: 0.75 }[letter] ?? 1;
  const won = lead.source.quality * rep.skill * promptness * fit * (lead.claimed ? 0.6 : 1);
  const good = Math.min(1, lead.source.quality * 16);
  return random.weighted<Story>([["won", won], ["engaged", 0.1 + 0.16 * good], ["faded", 0.09], ["released", 0.03], ["nurtured", 0.025], ["closed", 0.6 - 0.2 * good]]);
}

type Add = (kind: ActivityKind, outcome: string | null, ...endings: Ending[]) => void;

function won(random: Random, lead: Worked, add: Add): void {
  add("call", "interested", { do: "qualify" });
  add(random.chance(0.5) ? "wechat" : "email", null);
  add("meeting", null, { do: "accept" });
  for (let i = 0; i < random.int(0, 3); i++) add(random.pick(["call", "wechat", "email"]), null);
  if (random.chance(0.5)) add("visit", null);
  const product = PRODUCTS.map(([p]) => p).find((p) => p.line === lead.product) ?? random.weighted(PRODUCTS.slice(0, 3));
  add("call", "interested", { do: "convert", amount: Math.round((product.low + (product.high - product.low) * random.next() ** 2) / 1_000) * 1_000 });
}

/** Interested, and lost on the way. */
function engaged(random: Random, add: Add): void {
  add("call", "interested", ...(random.chance(0.8) ? [{ do: "qualify" } as const] : []));
  add(random.pick(["wechat", "email"]), null);
  if (random.chance(0.5)) add("meeting", null, { do: "accept" });
  if (random.chance(0.5)) add("call", "connected");
  add("call", "not_interested", { do: "disqualify", reason: random.weighted([["no_budget", 4], ["no_need", 4], ["competitor", 1], ["other", 1]]) });
}

function closed(random: Random, lead: Worked, tries: number, add: Add): void {
  if (random.chance(lead.source.unreachable / 4)) return add("call", "wrong_number", { do: "disqualify", reason: "wrong_number" });
  if (tries > 0 && random.chance(0.45)) return add("call", "no_answer", { do: "disqualify", reason: "no_answer" });
  if (random.chance(0.2)) add("call", "connected");
  add("call", "not_interested", { do: "disqualify", reason: random.weighted(DISQUALIFY.filter(([reason]) => reason !== "no_answer" && reason !== "wrong_number")) });
}

function textsFor(kind: ActivityKind, outcome: string | null): string[] {
  if (kind === "call") return SUMMARIES[(outcome ?? "connected") as keyof typeof SUMMARIES] ?? SUMMARIES.connected;
  return SUMMARIES[kind as keyof typeof SUMMARIES] ?? SUMMARIES.connected;
}
