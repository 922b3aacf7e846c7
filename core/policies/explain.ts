import { instantToWall } from "../language/zone.ts";
import type { Text } from "../refusal.ts";
import type { VerdictKind } from "./decision.ts";
import type { Reason } from "./reason.ts";

/** Says reasons of a kind of policy as its receipts do; `rules` are the names of the rules they speak of. */
export interface Sayer {
  say(kind: VerdictKind, reasons: readonly Reason[], rules: ReadonlyMap<string, Text> | undefined): { reasons: Reason[]; explain: Text[] };
}

/** id → name of every rule, group or clock inside a policy body. */
export function namesIn(part: unknown, into = new Map<string, Text>()): Map<string, Text> {
  if (typeof part !== "object" || part === null) return into;
  const { id, name } = part as { id?: unknown; name?: unknown };
  if (typeof id === "string" && typeof name === "object" && name !== null) into.set(id, name as Text);
  for (const inner of Object.values(part)) namesIn(inner, into);
  return into;
}

export interface Telling {
  timeZone: string;
  /** The name of a person, pool or rule behind an id; undefined for everything else. */
  name(id: string): Text | string | undefined;
}

/** Renders reasons as sentences in both languages from their room's templates; a code without a template tells its own name. */
export function explain(words: Readonly<Record<string, Text>>, reasons: readonly Reason[], telling: Telling): Text[] {
  return reasons.map(({ code, facts }) => {
    const template = words[code];
    return template ? { zh: fill(template.zh, facts, "zh", telling), en: fill(template.en, facts, "en", telling) } : { zh: code, en: code };
  });
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function fill(template: string, facts: Readonly<Record<string, unknown>>, language: keyof Text, telling: Telling): string {
  return template.replace(/\{(\w+)\}/g, (_, fact: string) => show(facts[fact], language, telling)).replace(/\s+/g, " ").trim();
}

function show(value: unknown, language: keyof Text, telling: Telling): string {
  if (value === null || value === undefined) return language === "zh" ? "—" : "–";
  if (Array.isArray(value)) return value.map((one) => show(one, language, telling)).join(language === "zh" ? "、" : ", ");
  if (typeof value === "object") return String((value as Partial<Text>)[language] ?? "");
  const text = String(value);
  // Minutes are what people read; the exact instant is in the facts.
  if (INSTANT.test(text)) return new Date(instantToWall(Date.parse(text), telling.timeZone)).toISOString().slice(0, 16).replace("T", " ");
  const name = telling.name(text);
  return name === undefined ? text : typeof name === "string" ? name : name[language];
}
