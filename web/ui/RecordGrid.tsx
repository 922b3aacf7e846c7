import { Table, type TableColumnsType, type TableRef } from "antd";
import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from "react";
import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import type { Item } from "../api/records.ts";
import { fieldTwins } from "../fields/registry.tsx";
import { useText } from "../words/words.ts";
import type { ListControl } from "./list-control.ts";
import { RecordCell } from "./RecordCell.tsx";
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
  onSort: (sort: string[]) => void;
  onOpen: (item: Item) => void;
  rowAction: ((item: Item) => ReactNode) | undefined;
  more: () => void;
  loading: boolean;
}

const HEADER = 37;
const ROW = 34;
const SCROLLBAR = 12;
const SELECTION = 40;
const ROW_ACTION = 84;
const TITLE = 180;
const NEAR_END = 600;
// The types no index or order exists for; the server refuses to sort by them.
const UNSORTED = new Set(["json", "file", "multi_choice"]);

/** The list as a table that draws only the rows in sight. */
export function RecordGrid({ object, items, columns, cells, control, widths, sort, onSort, onOpen, rowAction, more, loading }: Props) {
  const text = useText();
  const [box, size] = useSize();
  const table = useRef<TableRef>(null);
  const [editing, setEditing] = useState<string>();
  const { focusedId, focus, selectedIds, select } = control;
  const first = sort[0];
  const scrolled = useRef(0);
  // The virtual list's own "scroll to key" measures in a loop and gives up under a held-down key; all rows are equally high.
  const follow = useEffectEvent((id: string) => {
    const index = items.findIndex((item) => item.id === id);
    const top = index * ROW;
    const inSight = size.height - HEADER - SCROLLBAR;
    if (index < 0) return;
    if (top < scrolled.current) table.current?.scrollTo({ top });
    else if (top + ROW > scrolled.current + inSight) table.current?.scrollTo({ top: top + ROW - inSight });
  });
  // Only the cursor moves the list, never new records.
  useEffect(() => {
    if (focusedId) follow(focusedId);
  }, [focusedId]);
  // A short first page leaves nothing to scroll, so nothing would ask for the next one.
  useEffect(() => {
    if (size.height > 0 && items.length * ROW < size.height) more();
  }, [items.length, size.height, more]);
  const shown = useMemo((): TableColumnsType<Item> => [...columns.map(({ field, frozen }) => {
    const twin = fieldTwins[field.type];
    return {
      key: field.key,
      title: text(field.label),
      width: widthOf(field, object, widths),
      ellipsis: true,
      ...(frozen ? { fixed: "left" as const } : {}),
      ...(twin.right ? { align: "right" as const } : {}),
      ...(UNSORTED.has(field.type) ? {} : { sorter: true, sortOrder: first === field.key ? ("ascend" as const) : first === `-${field.key}` ? ("descend" as const) : null }),
      render: (_: unknown, item: Item) => {
        const cell = `${item.id} ${field.key}`;
        return <RecordCell object={object} field={field} item={item} renderer={cells[field.key]} editing={editing === cell} onEdit={() => setEditing(cell)} onClose={() => setEditing((now) => (now === cell ? undefined : now))} onOpen={onOpen} />;
      },
    };
  }), ...(rowAction ? [{ key: "row-action", title: "", width: ROW_ACTION, fixed: "right" as const, render: (_: unknown, item: Item) => rowAction(item) }] : [])], [columns, cells, editing, first, object, onOpen, rowAction, text, widths]);
  const wanted = SELECTION + (rowAction ? ROW_ACTION : 0) + columns.reduce((sum, { field }) => sum + widthOf(field, object, widths), 0);
  return (
    <div className="grid" ref={box}>
      {size.height > 0 && (
        <Table<Item>
          ref={table} virtual rowKey="id" size="small" columns={shown} dataSource={items} pagination={false} showSorterTooltip={false} loading={loading && items.length === 0}
          scroll={{ x: Math.max(wanted, size.width), y: Math.max(size.height - HEADER, 120) }}
          rowSelection={{ selectedRowKeys: selectedIds, onChange: (keys) => select(keys.map(String)), columnWidth: SELECTION, fixed: true, preserveSelectedRowKeys: true }}
          rowClassName={(item) => (item.id === focusedId ? "row-focus" : "")}
          onRow={(item) => ({ onClick: () => focus(item.id) })}
          onChange={(_pages, _filters, sorter) => {
            const by = Array.isArray(sorter) ? sorter[0] : sorter;
            onSort(by?.order ? [(by.order === "descend" ? "-" : "") + String(by.columnKey)] : []);
          }}
          onScroll={(event) => {
            const { scrollTop, clientHeight } = event.currentTarget;
            scrolled.current = scrollTop;
            if (scrollTop + clientHeight > items.length * ROW - NEAR_END) more();
          }}
        />
      )}
    </div>
  );
}

function widthOf(field: FieldMeta, object: ObjectMeta, widths: Record<string, number>): number {
  return widths[field.key] ?? (field.key === object.title ? TITLE : fieldTwins[field.type].width);
}
