import { AppstoreOutlined, FileSearchOutlined, PlusOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useCallback, useMemo, useRef } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { ask } from "../actions/ask.ts";
import { useCan } from "../api/me.ts";
import { useObjects, type ObjectMeta } from "../api/objects.ts";
import type { Item } from "../api/records.ts";
import { objectOfAddress, recordAddress } from "../app/pages.tsx";
import { Waiting } from "../app/Waiting.tsx";
import { ColumnChooser } from "../ui/ColumnChooser.tsx";
import { Empty } from "../ui/Empty.tsx";
import { FilterBar } from "../ui/FilterBar.tsx";
import { standing } from "../ui/list-url.ts";
import { useListView } from "../ui/list-view.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { QuickSearch, type QuickSearchHandle } from "../ui/QuickSearch.tsx";
import { columnFields, columnsOf, RecordTable } from "../ui/RecordTable.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { ExportButton } from "../views/ExportButton.tsx";
import { ViewTabs } from "../views/ViewTabs.tsx";
import { useText, useWords, type WordKey } from "../words/words.ts";
import { LEAD_ALSO, leadCells, WIDTHS } from "./list/lead-cells.tsx";
import { usualColumns } from "./usual-columns.ts";

const Board = lazy(async () => ({ default: (await import("./list/Board.tsx")).Board }));

/** Lists whose page has a name of its own, which in English is a plural. */
const NAMES: Record<string, WordKey> = { lead: "nav:leads", opportunity: "nav:opportunities", account: "nav:accounts", contact: "nav:contacts", campaign: "nav:campaigns", task: "nav:tasks" };

/** The list of any object, standard or the company's own; the object is in the address. */
export default function Records() {
  const t = useWords();
  const go = useNavigate();
  const { pathname } = useLocation();
  const { object: own } = useParams();
  const key = own ?? objectOfAddress(pathname);
  const objects = useObjects();
  if (objects.isPending) return <Waiting />;
  if (objects.error) return <Problem error={objects.error} retry={() => void objects.refetch()} />;
  const object = objects.data.find((each) => each.key === key);
  return object ? <List key={key} object={object} /> : <Empty title={t("records:no_object")} action={{ label: t("common:home"), run: () => void go("/") }} />;
}

function List({ object }: { object: ObjectMeta }) {
  const t = useWords();
  const text = useText();
  const go = useNavigate();
  const can = useCan();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const [view, change] = useListView(object.key);
  const search = useRef<QuickSearchHandle>(null);
  const focusSearch = useCallback(() => search.current?.focus(), []);
  const open = useCallback((item: Item) => void go(recordAddress(object.key, item.id)), [go, object.key]);
  const seek = useCallback((q: string) => change({ q }), [change]);
  const lead = object.key === "lead";
  const cells = useMemo(() => (lead ? leadCells(t) : undefined), [lead, t]);
  const usual = usualColumns(object);
  const name = NAMES[object.key];
  const columns = columnsOf(object, view.columns, usual);
  const staged = object.fields.some((field) => field.key === "stage" && field.type === "choice");
  const board = staged && !phone && params.get("as") === "board";
  const show = (as: "list" | "board"): void => setParams((before) => standing(before, as === "board"), { replace: true });
  const actions = (
    <>
      {object.key === "task" && <Button onClick={() => void go("/tasks")}>{t("views:as_agenda")}</Button>}
      {staged && !phone && <Segmented<"list" | "board"> value={board ? "board" : "list"} options={[{ value: "list", icon: <UnorderedListOutlined />, title: t("leads:as_list") }, { value: "board", icon: <AppstoreOutlined />, title: t("leads:as_board") }]} onChange={show} />}
      {!phone && !board && <ColumnChooser fields={columnFields(object)} columns={columns.map(({ key: column, frozen }) => ({ key: column, frozen }))} onChange={(next) => change({ columns: next })} />}
      {!board && <ExportButton object={object.key} view={view} columns={columns.map((column) => column.key)} />}
      {lead && can("lead:check") && <Button icon={<FileSearchOutlined />} onClick={() => ask({ kind: "taken" })}>{t("actions:taken")}</Button>}
      {can(`${object.key}:create`) && <Button type="primary" icon={<PlusOutlined />} onClick={() => (lead ? ask({ kind: "new_lead" }) : ask({ kind: "new_record", object: object.key }))}>{t(lead ? "leads:new_lead" : "leads:new_record")}</Button>}
    </>
  );
  return (
    <PageFrame
      fill title={name ? t(name) : text(object.label)} actions={actions}
      filters={<><QuickSearch ref={search} value={view.q} onChange={seek} placeholder={t("records:search", { object: name ? t(name).toLowerCase() : text(object.label) })} /><FilterBar object={object} filter={view.filter} onChange={(filter) => change({ filter })} /></>}
    >
      <ViewTabs object={object.key} view={view} columns={columns} board={params.get("as") === "board"} />
      {board
        ? <Suspense fallback={<Waiting />}><Board object={object} filter={view.filter} q={view.q} onOpen={open} /></Suspense>
        : <RecordTable object={object} view={view} onView={change} defaultColumns={usual} widths={WIDTHS} onOpen={open} focusSearch={focusSearch} {...(cells ? { cells, also: LEAD_ALSO, empty: <NoLeads /> } : {})} />}
    </PageFrame>
  );
}

function NoLeads() {
  const t = useWords();
  return <Empty title={t("leads:none_yet")} text={t("leads:none_yet_text")} action={{ label: t("leads:new_lead"), run: () => ask({ kind: "new_lead" }) }} />;
}
