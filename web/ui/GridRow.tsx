import { memo, type ReactNode } from "react";
import type { ObjectMeta } from "../api/objects.ts";
import type { Item } from "../api/records.ts";
import { fieldTwins } from "../fields/registry.tsx";
import { useWords } from "../words/words.ts";
import { ROW_ACTION, SELECTION, type GridColumn } from "./grid-columns.ts";
import { RecordCell } from "./RecordCell.tsx";
import type { CellRenderers } from "./shown-column.ts";

interface Props {
  object: ObjectMeta;
  item: Item;
  /** Place among all rows, from 0. */
  index: number;
  top: number;
  columns: readonly GridColumn[];
  cells: CellRenderers;
  focused: boolean;
  selected: boolean;
  /** Key of the field whose cell is being edited. */
  editing: string | undefined;
  onEdit: (cell: { id: string; field: string } | undefined) => void;
  onFocus: (id: string) => void;
  onSelect: (index: number, upToHere: boolean) => void;
  onOpen: (item: Item) => void;
  rowAction: ((item: Item) => ReactNode) | undefined;
}

/** One record in the grid. */
export const GridRow = memo(function GridRow({ object, item, index, top, columns, cells, focused, selected, editing, onEdit, onFocus, onSelect, onOpen, rowAction }: Props) {
  const t = useWords();
  const name = String(item[object.title] ?? t("records:no_name"));
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={selected} className={focused ? "grid-row row-focus" : "grid-row"} style={{ top }} onClick={() => onFocus(item.id)}>
      <label role="cell" className="grid-cell grid-check grid-fixed" style={{ width: SELECTION, left: 0 }}>
        <input type="checkbox" checked={selected} aria-label={`${t("actions:select")} ${name}`} onChange={(event) => onSelect(index, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)} />
      </label>
      {columns.map(({ field, width, left }) => (
        <div key={field.key} role="cell" className={cellClass(left !== undefined, fieldTwins[field.type].right)} style={{ width, left }}>
          <RecordCell object={object} field={field} item={item} renderer={cells[field.key]} editing={editing === field.key} onEdit={() => onEdit({ id: item.id, field: field.key })} onClose={() => onEdit(undefined)} onOpen={onOpen} />
        </div>
      ))}
      {rowAction && <div role="cell" className="grid-cell grid-act" style={{ width: ROW_ACTION }}>{rowAction(item)}</div>}
    </div>
  );
});

export const cellClass = (frozen: boolean, right: boolean | undefined): string => `grid-cell${frozen ? " grid-fixed" : ""}${right ? " grid-right" : ""}`;
