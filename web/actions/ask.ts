import { useSyncExternalStore } from "react";
import type { Item } from "../api/records.ts";
import type { ListHandle } from "./list.ts";

/** A lead as far as a dialog must know it. */
export type LeadRef = Pick<Item, "id"> & Partial<Item>;

/** What a dialog asks before something is done; answered over the page one is on. */
export type Question =
  | { kind: "log"; lead: LeadRef; activity?: string; done?: () => void }
  | { kind: "task"; lead?: LeadRef | undefined }
  | { kind: "release" | "disqualify" | "assign" | "transfer" | "stage" | "tag" | "merge" | "extend"; leads: Item[]; clear?: (() => void) | undefined }
  | { kind: "reroute"; leads: Item[]; matching?: ListHandle["matching"]; clear?: (() => void) | undefined }
  | { kind: "convert"; lead: Item }
  | { kind: "failed"; answers: { name: string; title: string }[] }
  | { kind: "new_lead" }
  | { kind: "taken"; first?: { key: "phone"; value: string } }
  | { kind: "new_record"; object: string; values?: Record<string, string> };

let asked: Question | null = null;
const listeners = new Set<() => void>();

/** Opens the dialog of a question; null closes it. */
export function ask(question: Question | null): void {
  asked = question;
  listeners.forEach((tell) => tell());
}

export const useAsked = (): Question | null =>
  useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, () => asked);
