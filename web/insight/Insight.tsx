import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import { localDate } from "../../core/language/zone.ts";
import { useMe } from "../api/me.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { useHalfMinute } from "../ui/now.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { AskedBar } from "./AskedBar.tsx";
import { rowsShown } from "./click.ts";
import { useDashboards, useSummary } from "./data.ts";
import "./insight.css";
import { KeyNumbers } from "./KeyNumbers.tsx";
import { readAsked, writeAsked, type Asked } from "./question.ts";
import { WidgetPanel } from "./WidgetPanel.tsx";

const RowsDrawer = lazy(() => import("./RowsDrawer.tsx"));

/** The dashboard: numbers on top, charts and tables below; every number opens the records it counts. */
export default function Insight() {
  const t = useWords();
  const [params, setParams] = useSearchParams();
  const { time_zone } = useMe().organisation;
  const today = localDate(useHalfMinute(), time_zone);
  const asked = readAsked(params, today);
  const dashboards = useDashboards();
  const rows = rowsShown(params);
  if (dashboards.isPending) return <Waiting />;
  if (dashboards.error) return <Problem error={dashboards.error} retry={() => void dashboards.refetch()} />;
  const widgets = dashboards.data.items[0]?.widgets ?? [];
  return (
    <PageFrame title={t("nav:insight")} filters={<AskedBar asked={asked} today={today} onChange={(change) => setParams((now) => writeAsked(now, change), { replace: true })} />}>
      <div className="dashboard">
        {widgets.map((widget) => (widget.report === null ? <KeyNumbers key={widget.key} asked={asked} /> : <WidgetPanel key={widget.key} widget={widget} report={widget.report} asked={asked} />))}
        <NothingYet asked={asked} longer={() => setParams((now) => writeAsked(now, { preset: "last_90", team: "", source: "" }), { replace: true })} />
      </div>
      {rows && <Suspense fallback={null}><RowsDrawer shown={rows} asked={asked} close={() => setParams((now) => {
        const next = new URLSearchParams(now);
        next.delete("rows");
        return next;
      })} /></Suspense>}
    </PageFrame>
  );
}

/** A period without a new lead says so and shows the way to one that has some. */
function NothingYet({ asked, longer }: { asked: Asked; longer(): void }) {
  const t = useWords();
  const fresh = useSummary(asked).data?.items.find(({ key }) => key === "new_leads");
  if (fresh?.value !== 0) return null;
  const widest = asked.preset === "last_90" && !asked.team_id && !asked.source;
  return <div className="dashboard-empty"><Empty title={t("insight:empty")} text={t(widest ? "insight:empty_first" : "insight:empty_text")} {...(widest ? {} : { action: { label: t("insight:empty_longer"), run: longer } })} /></div>;
}
