import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import { fieldTwins } from "../fields/registry.tsx";
import type { ShownColumn } from "./shown-column.ts";

export const SELECTION = 40;
export const ROW_ACTION = 84;
const TITLE = 180;

export interface GridColumn {
  field: FieldMeta;
  width: number;
  /** Pixels from the left where a frozen column stays. */
  left: number | undefined;
}

/** Widths and places of the columns of a grid; what is left of `room` pixels is shared out in proportion. */
export function gridColumns(object: ObjectMeta, columns: readonly ShownColumn[], widths: Record<string, number>, room: number): GridColumn[] {
  const wanted = columns.map(({ field }) => widths[field.key] ?? (field.key === object.title ? TITLE : fieldTwins[field.type].width));
  const sum = wanted.reduce((total, width) => total + width, 0);
  const stretch = Math.max(1, room / sum);
  let left = SELECTION;
  let rest = room;
  return columns.map(({ field, frozen }, index) => {
    const width = stretch > 1 && index === columns.length - 1 ? rest : Math.floor((wanted[index] ?? 0) * stretch);
    rest -= width;
    const column = { field, width, left: frozen ? left : undefined };
    if (frozen) left += width;
    return column;
  });
}
