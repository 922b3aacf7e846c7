import "./record-grid.css";
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode, type UIEvent } from "react";
import type { ObjectMeta } from "../api/objects.ts";
import type { Item } from "../api/records.ts";
import { gridColumns, ROW_ACTION, SELECTION } from "./grid-columns.ts";
import { GridHead } from "./GridHead.tsx";
import { GridRow } from "./GridRow.tsx";
import type { ListControl } from "./list-control.ts";
import type { CellRenderers, ShownColumn } from "./shown-column.ts";
import { useSize } from "./size.ts";

interface Props {
  object: ObjectMeta;
  items: Item[];
  columns: ShownColumn[];
  cells: CellRenderers;
  control: ListControl;
  widths: Record<string, number>;
  sort: string[];
  /** An empty order is the page's own. */
  onSort: (sort: string[]) => void;
  onOpen: (item: Item) => void;
  rowAction: ((item: Item) => ReactNode) | undefined;
  more: () => void;
}

const HEADER = 37;
const ROW = 34;
const NEAR_END = 600;
// Rows are drawn in steps of so many, and so many beyond what is in sight.
const STEP = 8;

/** The list as a table that draws only the rows in sight; every row is equally high, so that their places are known. */
export function RecordGrid({ object, items, columns, cells, control, widths, sort, onSort, onOpen, rowAction, more }: Props) {
  const box = useRef<HTMLDivElement | null>(null);
  const [measure, size] = useSize();
  const [from, setFrom] = useState(0);
  const [editing, setEditing] = useState<{ id: string; field: string }>();
  const { focusedId, focus, selectedIds, select } = control;
  const attach = useCallback((element: HTMLDivElement | null) => {
    box.current = element;
    measure(element);
  }, [measure]);
  const follow = useEffectEvent((id: string) => {
    const index = items.findIndex((item) => item.id === id);
    const top = index * ROW;
    const inSight = size.height - HEADER;
    const scrolled = box.current?.scrollTop ?? 0;
    if (index < 0) return;
    if (top < scrolled) box.current?.scrollTo({ top });
    else if (top + ROW > scrolled + inSight) box.current?.scrollTo({ top: top + ROW - inSight });
  });
  // Only the cursor moves the list, never new records.
  useEffect(() => {
    if (focusedId) follow(focusedId);
  }, [focusedId]);
  // A short first page leaves nothing to scroll, so nothing would ask for the next one.
  useEffect(() => {
    if (size.height > 0 && items.length * ROW < size.height) more();
  }, [items.length, size.height, more]);
  const besides = SELECTION + (rowAction ? ROW_ACTION : 0);
  const placed = useMemo(() => gridColumns(object, columns, widths, size.width - besides), [object, columns, widths, size.width, besides]);
  const chosen = useMemo(() => new Set(selectedIds), [selectedIds]);
  const last = useRef(0);
  const choose = (index: number, upToHere: boolean): void => {
    const [low, high] = upToHere ? [Math.min(index, last.current), Math.max(index, last.current)] : [index, index];
    const meant = items.slice(low, high + 1).map((item) => item.id);
    last.current = index;
    const off = chosen.has(items[index]?.id ?? "");
    select(off ? selectedIds.filter((id) => !meant.includes(id)) : [...new Set([...selectedIds, ...meant])]);
  };
  const scroll = ({ currentTarget: { scrollTop, scrollLeft, clientHeight, dataset } }: UIEvent<HTMLDivElement>): void => {
    setFrom(Math.floor(scrollTop / ROW / STEP) * STEP);
    dataset.moved = String(scrollLeft > 0);
    if (scrollTop + clientHeight > items.length * ROW - NEAR_END) more();
  };
  const first = Math.max(0, from - STEP);
  const shown = items.slice(first, from + Math.ceil(size.height / ROW) + 2 * STEP);
  return (
    <div className="grid" ref={attach} onScroll={scroll} role="table" aria-rowcount={items.length + 1}>
      {size.height > 0 && (
        <div style={{ width: besides + placed.reduce((sum, column) => sum + column.width, 0), minWidth: "100%" }}>
          <GridHead columns={placed} sort={sort} onSort={onSort} action={rowAction !== undefined} all={items.every((item) => chosen.has(item.id))} some={chosen.size > 0} onAll={(on) => select(on ? [...new Set([...selectedIds, ...items.map((item) => item.id)])] : [])} />
          <div role="rowgroup" className="grid-body" style={{ height: items.length * ROW }}>
            {shown.map((item, place) => (
              <GridRow
                key={item.id} object={object} item={item} index={first + place} top={(first + place) * ROW} columns={placed} cells={cells} focused={item.id === focusedId} selected={chosen.has(item.id)}
                editing={editing?.id === item.id ? editing.field : undefined} onEdit={setEditing} onFocus={focus} onSelect={choose} onOpen={onOpen} rowAction={rowAction}
              />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
