import type { ReactNode } from "react";
import type { Item } from "../api/records.ts";
import type { WordKey } from "../words/words.ts";
import type { ListHandle } from "./list.ts";

/** What an action works in: the list on the page, the records it is about, and what the person may do. */
export interface ActionContext {
  object: string | undefined;
  /** The selected records, or the one under the cursor, or the one whose page is open. */
  records: Item[];
  list: ListHandle | undefined;
  can(need: string): boolean;
  go(address: string): void;
}

/** Something a person can do. Menus, bulk bar, shortcuts, palette and help all read the same list. */
export interface Action {
  /** Greppable name, e.g. "lead.claim". */
  key: string;
  label: WordKey;
  icon?: ReactNode;
  /** One key, or "mod+k"; as KeyboardEvent.key names it, in lower case. */
  shortcut?: string;
  /** "record": offered on a selection; "list": moves in the list; "app": everywhere. */
  place: "record" | "list" | "app";
  /** Works on all that fits the list's conditions too, where that was chosen as a whole. */
  wholly?: true;
  shownWhen(context: ActionContext): boolean;
  run(context: ActionContext): void | Promise<void>;
}

/** True when there are records and each one's own abilities allow the verb. */
export function allAllow(context: ActionContext, verb: string): boolean {
  return context.records.length > 0 && context.records.every((record) => record.abilities?.includes(verb) ?? false);
}
