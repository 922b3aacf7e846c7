import { BarChartOutlined, DownloadOutlined, TableOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { linkTo } from "../api/run.ts";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords } from "../words/words.ts";
import { clickTarget } from "./click.ts";
import { questionOf, useReport, type Column, type Section, type Widget } from "./data.ts";
import { largestLeak } from "./leak.ts";
import { LeakNote } from "./LeakNote.tsx";
import type { Asked } from "./question.ts";
import { ReportTable } from "./ReportTable.tsx";

const Chart = lazy(() => import("./Chart.tsx"));

/** One part of the dashboard: its title, the chart or the table behind it, and the file. */
export function WidgetPanel({ widget, report, asked }: { widget: Widget; report: string; asked: Asked }) {
  const t = useWords();
  const text = useText();
  const title = text(widget.title);
  const answer = useReport(report, asked);
  const [table, setTable] = useState(false);
  const section = answer.data?.sections.find((each) => each.key === widget.section);
  const pictured = widget.chart === "bar" || widget.chart === "line" || widget.chart === "funnel";
  return (
    <section className={`panel widget widget-${widget.width > 6 ? "wide" : "half"}`} aria-label={title} aria-busy={answer.isPlaceholderData}>
      <header>
        <h2>{title}</h2>
        <div>
          {pictured && <Button type="text" size="small" aria-pressed={table} icon={table ? <BarChartOutlined /> : <TableOutlined />} aria-label={`${t(table ? "insight:as_chart" : "insight:as_table")} · ${title}`} title={t(table ? "insight:as_chart" : "insight:as_table")} onClick={() => setTable(!table)} />}
          <Button type="text" size="small" icon={<DownloadOutlined />} href={linkTo("insight.report_csv", { report, ...questionOf(asked) })} aria-label={`${t("insight:csv")} · ${title}`} title={t("insight:csv")} />
        </div>
      </header>
      {answer.error && !answer.data ? <Problem error={answer.error} retry={() => void answer.refetch()} /> : section ? <Content widget={widget} section={section} table={table || !pictured} title={title} /> : <div className="chart-waiting" role="status" aria-busy="true" />}
    </section>
  );
}

function Content({ widget, section, table, title }: { widget: Widget; section: Section; table: boolean; title: string }) {
  const t = useWords();
  const go = useNavigate();
  const [params] = useSearchParams();
  const columns = useMemo(() => {
    const asked = widget.columns.flatMap((key) => section.columns.find((column) => column.key === key) ?? []);
    return asked.length > 0 ? asked : section.columns;
  }, [widget.columns, section.columns]);
  const leak = useMemo(() => (widget.chart === "funnel" ? largestLeak(section) : undefined), [widget.chart, section]);
  const empty = !section.rows.some((row) => columns.some((column) => row.cells[column.key]?.value));
  if (empty) return <p className="widget-empty">{t("insight:nothing")}</p>;
  const drawn: Column[] = widget.chart === "funnel" ? columns.slice(0, 1) : columns;
  return (
    <>
      {table ? <ReportTable section={section} columns={columns} title={title} /> : (
        <Suspense fallback={<div className="chart-waiting" role="status" aria-busy="true" />}>
          <Chart chart={widget.chart as "bar" | "line" | "funnel"} section={section} columns={drawn} title={t("insight:chart_label", { title })} leak={leak?.row} onCell={(cell) => {
            const to = clickTarget(cell, params);
            if (to) void go(to);
          }} />
        </Suspense>
      )}
      {leak && <LeakNote leak={leak} section={section} />}
    </>
  );
}
