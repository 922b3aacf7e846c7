import { Button } from "antd";
import { useMemo, type ReactNode } from "react";
import { BulkBar } from "../actions/BulkBar.tsx";
import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import { useRecordList, type Item } from "../api/records.ts";
import { useText, useWords } from "../words/words.ts";
import { Empty } from "./Empty.tsx";
import type { ListColumn, ListView } from "./list-url.ts";
import { fullNumber } from "./numbers.ts";
import { usePhoneWidth } from "./phone-width.ts";
import { Problem } from "./Problem.tsx";
import type { CellRenderers, ShownColumn } from "./shown-column.ts";
import { RecordCards } from "./RecordCards.tsx";
import { RecordGrid } from "./RecordGrid.tsx";
import { useListControl } from "./list-control.ts";

const NO_CELLS: CellRenderers = {};
const NO_WIDTHS: Record<string, number> = {};

interface Props {
  object: ObjectMeta;
  view: ListView;
  onView: (change: Partial<ListView>) => void;
  /** Columns where the person has not chosen any. */
  defaultColumns: string[];
  /** Order where the person has not chosen one. */
  defaultSort?: string[];
  onOpen: (item: Item) => void;
  cells?: CellRenderers;
  /** Widths in pixels where the field type's usual one does not fit. */
  widths?: Record<string, number>;
  /** Stands in place of the general text when the object has no records at all. */
  empty?: ReactNode;
  focusSearch?: () => void;
  /** The one thing to do with a row where it stands, such as claiming it. */
  rowAction?: ((item: Item) => ReactNode) | undefined;
  /** Fields to fetch besides the columns, for cells and actions that read them. */
  also?: string[];
  /** Whether the person has narrowed the list; the page says so where its view holds conditions of its own. */
  narrowed?: boolean;
}

const NOTHING: string[] = [];

/** The list every object uses: a virtual table on a desk, cards on a phone; data, order and count come from the server. */
export function RecordTable({ object, view, onView, defaultColumns, defaultSort = ["-created_at"], onOpen, cells = NO_CELLS, widths = NO_WIDTHS, empty, focusSearch, rowAction, also = NOTHING, narrowed = view.q !== "" || view.filter !== undefined }: Props) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const columns = useMemo(() => columnsOf(object, view.columns, defaultColumns), [object, view.columns, defaultColumns]);
  const sort = view.sort.length > 0 ? view.sort : defaultSort;
  const fields = useMemo(() => [...new Set([object.title, ...columns.map(({ field }) => field.key), ...also.filter((key) => object.fields.some((field) => field.key === key))])].sort(), [object, columns, also]);
  const list = useRecordList(object.key, { ...(view.filter ? { filter: view.filter } : {}), ...(view.q ? { q: view.q } : {}), sort, fields });
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total;
  const control = useListControl({ object: object.key, items, onOpen, focusSearch, narrowed: { filter: view.filter, q: view.q, total } });
  const more = (): void => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const shared = { object, items, columns, cells, control, onOpen, rowAction, more, complete: !list.hasNextPage };
  if (list.isPending) return <div className="list-waiting" role="status" aria-busy="true" />;
  if (!list.data) return <Problem error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="list" aria-busy={list.isPlaceholderData}>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      <BulkBar />
      {items.length === 0 && narrowed && <Empty title={t("records:none_title")} text={t("records:none_text")} action={{ label: t("records:clear_filters"), run: () => onView({ filter: undefined, q: "" }) }} />}
      {items.length === 0 && !narrowed && (empty ?? <Empty title={t("records:empty_title", { object: text(object.label) })} text={t("records:empty_text")} />)}
      {items.length > 0 && (phone ? <RecordCards {...shared} /> : <RecordGrid {...shared} widths={widths} sort={sort} onSort={(next) => onView({ sort: next.length > 0 || view.sort.length > 0 ? next : sort.map((each) => each.replace(/^-/, "")) })} />)}
      <footer className="list-foot">
        <span>{total === undefined ? t("records:shown", { n: fullNumber(items.length) }) : t("records:total", { n: fullNumber(total) })}</span>
        {list.isStale && (list.data.pages.length > 1) && <Button type="link" size="small" onClick={() => void list.refetch()}>{t("records:changed")} · {t("common:reload")}</Button>}
      </footer>
    </div>
  );
}

/** The fields a person may put into columns. */
export const columnFields = (object: ObjectMeta): FieldMeta[] => object.fields.filter((field) => !field.retired && !field.internal && field.key !== "id" && field.key !== "version");

/** The columns with their fields; fields that are gone or hidden from the viewer drop out. */
export function columnsOf(object: ObjectMeta, chosen: ListColumn[] | undefined, usual: string[]): ShownColumn[] {
  const known = new Map(columnFields(object).map((field) => [field.key, field]));
  const columns = chosen ?? usual.map((key, index) => ({ key, frozen: index === 0 }));
  return columns.flatMap((column) => {
    const field = known.get(column.key);
    return field ? [{ ...column, field }] : [];
  });
}
