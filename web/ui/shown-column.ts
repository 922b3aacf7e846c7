import type { ReactNode } from "react";
import type { FieldMeta } from "../api/objects.ts";
import type { Item } from "../api/records.ts";
import type { ListColumn } from "./list-url.ts";

/** Draws a cell in place of its field's own way, e.g. a score with its "why?". */
export type CellRenderers = Record<string, (item: Item) => ReactNode>;

export interface ShownColumn extends ListColumn {
  field: FieldMeta;
}
