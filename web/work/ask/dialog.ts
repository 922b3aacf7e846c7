import type { Item } from "../../api/records.ts";

/** What every question about leads is given. */
export interface AboutLeads {
  leads: Item[];
  /** Drops the selection of the list it came from. */
  clear: (() => void) | undefined;
  close: () => void;
}
