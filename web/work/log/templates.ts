import { recall, remember } from "../../ui/storage.ts";
import type { WordKey } from "../../words/words.ts";

/** Notes that are written again and again. */
export const USUAL: WordKey[] = ["leads:template_1", "leads:template_2", "leads:template_3", "leads:template_4", "leads:template_5"];

const KEY = "templates";
const MOST = 20;

/** The person's own templates on this device, newest first. */
export function ownTemplates(): string[] {
  try {
    const stored: unknown = JSON.parse(recall(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

export function keepTemplate(text: string): void {
  remember(KEY, JSON.stringify([text, ...ownTemplates().filter((each) => each !== text)].slice(0, MOST)));
}

export function dropTemplate(text: string): void {
  remember(KEY, JSON.stringify(ownTemplates().filter((each) => each !== text)));
}
