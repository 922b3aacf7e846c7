import { useCallback, useRef } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import { useObjects } from "../api/objects.ts";
import type { Item } from "../api/records.ts";
import { objectOfAddress, recordAddress } from "../app/pages.tsx";
import { Waiting } from "../app/Waiting.tsx";
import { ColumnChooser } from "../ui/ColumnChooser.tsx";
import { Empty } from "../ui/Empty.tsx";
import { FilterBar } from "../ui/FilterBar.tsx";
import { useListView } from "../ui/list-view.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { QuickSearch, type QuickSearchHandle } from "../ui/QuickSearch.tsx";
import { columnFields, columnsOf, RecordTable } from "../ui/RecordTable.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useText, useWords } from "../words/words.ts";
import { usualColumns, WIDTHS } from "./usual-columns.ts";

/** The list of any object, standard or the company's own; the object is in the address. */
export default function Records() {
  const t = useWords();
  const text = useText();
  const go = useNavigate();
  const phone = usePhoneWidth();
  const { pathname } = useLocation();
  const { object: own } = useParams();
  const key = own ?? objectOfAddress(pathname);
  const objects = useObjects();
  const [view, change] = useListView(key);
  const search = useRef<QuickSearchHandle>(null);
  const focusSearch = useCallback(() => search.current?.focus(), []);
  const open = useCallback((item: Item) => void go(recordAddress(key, item.id)), [go, key]);
  const seek = useCallback((q: string) => change({ q }), [change]);
  if (objects.isPending) return <Waiting />;
  if (objects.error) return <Problem error={objects.error} retry={() => void objects.refetch()} />;
  const object = objects.data.find((each) => each.key === key);
  if (!object) return <Empty title={t("records:no_object")} />;
  const usual = usualColumns(object);
  const columns = columnsOf(object, view.columns, usual);
  return (
    <PageFrame
      key={key} fill title={text(object.label)}
      actions={!phone && <ColumnChooser fields={columnFields(object)} columns={columns.map(({ key: column, frozen }) => ({ key: column, frozen }))} onChange={(next) => change({ columns: next })} />}
      filters={<><QuickSearch ref={search} value={view.q} onChange={seek} placeholder={t("records:search", { object: text(object.label) })} /><FilterBar object={object} filter={view.filter} onChange={(filter) => change({ filter })} /></>}
    >
      <RecordTable object={object} view={view} onView={change} defaultColumns={usual} widths={WIDTHS} onOpen={open} focusSearch={focusSearch} />
    </PageFrame>
  );
}
