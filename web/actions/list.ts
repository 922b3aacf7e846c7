import { useSyncExternalStore } from "react";
import type { Filter } from "../../core/language/types.ts";
import type { Item } from "../api/records.ts";

/** What the list (or record page) on screen offers to actions. */
export interface ListHandle {
  object: string;
  selected: Item[];
  focused: Item | undefined;
  move?(step: 1 | -1): void;
  open?(): void;
  toggle?(): void;
  clear?(): void;
  focusSearch?(): void;
  /** Everything that fits the list's conditions, also what is not loaded; chosen as a whole it stands in place of the selection. */
  matching?: { filter: Filter | undefined; q: string; total: number; chosen: boolean; choose(whole: boolean): void };
}

let current: ListHandle | undefined;
const listeners = new Set<() => void>();

/** Makes a list the one that shortcuts and the palette work on; returns how to withdraw it. */
export function offerList(handle: ListHandle): () => void {
  current = handle;
  listeners.forEach((tell) => tell());
  return () => {
    if (current !== handle) return;
    current = undefined;
    listeners.forEach((tell) => tell());
  };
}

export const currentList = (): ListHandle | undefined => current;

export const useCurrentList = (): ListHandle | undefined =>
  useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, currentList);
