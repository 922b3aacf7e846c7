import { lazy, Suspense, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { localDate } from "../../../core/language/zone.ts";
import type { Text } from "../../../core/refusal.ts";
import { useMe } from "../../api/me.ts";
import { AskedBar } from "../../insight/AskedBar.tsx";
import { rowsShown } from "../../insight/click.ts";
import type { Widget } from "../../insight/data.ts";
import "../../insight/insight.css";
import { readAsked, writeAsked } from "../../insight/question.ts";
import { WidgetPanel } from "../../insight/WidgetPanel.tsx";
import { useHalfMinute } from "../../ui/now.ts";
import { PageFrame } from "../../ui/PageFrame.tsx";
import { say, useWords, type WordKey } from "../../words/words.ts";
import { HeatMap } from "./HeatMap.tsx";

const RowsDrawer = lazy(() => import("../../insight/RowsDrawer.tsx"));

const same = (key: WordKey): Text => ({ zh: say(key), en: say(key) });
const ENDED = ["sla_met", "sla_missed", "sla_running"];
/** The reports of clocks as a page: report, section, title, picture, width. */
const PARTS = (): (Widget & { report: string })[] => {
  const part = (report: string, section: string, title: WordKey, chart: Widget["chart"], width: number, columns: string[] = []) => ({ key: `${report} ${section}`, report, section, title: same(title), chart, width, columns });
  return [
    part("sla_compliance", "steps", "sla:compliance", "table", 6), part("sla_compliance", "trend", "sla:trend", "line", 6, ["sla_met", "sla_missed"]),
    part("sla_compliance", "teams", "sla:by_teams", "bar", 6, ENDED), part("sla_compliance", "people", "sla:by_people", "table", 6), part("sla_compliance", "sources", "sla:by_sources", "bar", 6, ENDED),
    part("sla_distribution", "ranges", "sla:distribution", "bar", 6), part("sla_distribution", "own_ranges", "clocks:own_distribution", "bar", 6),
    part("sla_distribution", "people", "sla:by_people_time", "table", 6), part("sla_distribution", "teams", "sla:by_teams_time", "table", 6), part("sla_distribution", "steps", "sla:steps_time", "table", 6),
  ];
};

/** How clocks ended and how long answers took; every number opens its leads. */
export default function ReportPage({ tabs }: { tabs: ReactNode }) {
  const t = useWords();
  const [params, setParams] = useSearchParams();
  const { time_zone } = useMe().organisation;
  const today = localDate(useHalfMinute(), time_zone);
  const asked = readAsked(params, today);
  const rows = rowsShown(params);
  return (
    <PageFrame title={t("nav:sla")} actions={tabs} filters={<AskedBar asked={asked} today={today} onChange={(change) => setParams((now) => writeAsked(now, change), { replace: true })} />}>
      <div className="dashboard">
        {PARTS().map((part) => <WidgetPanel key={part.key} widget={part} report={part.report} asked={asked} />)}
        <HeatMap asked={asked} />
      </div>
      <p className="hint">{t("clocks:own_note")}</p>
      {rows && <Suspense fallback={null}><RowsDrawer shown={rows} asked={asked} close={() => setParams((now) => {
        const next = new URLSearchParams(now);
        next.delete("rows");
        return next;
      })} /></Suspense>}
    </PageFrame>
  );
}
