import { Segmented } from "antd";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import { useCan } from "../../api/me.ts";
import { Waiting } from "../../app/Waiting.tsx";
import { useWords } from "../../words/words.ts";
import { BoardPage } from "./BoardPage.tsx";
import "./sla-board.css";

const ReportPage = lazy(() => import("./ReportPage.tsx"));

/** Clocks: those that run now, and how they ended. */
export default function SlaPage() {
  const t = useWords();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const tab = params.get("tab") === "report" && can("insight:read") ? "report" : "board";
  const tabs = can("insight:read") ? (
    <Segmented<"board" | "report"> value={tab} options={[{ value: "board", label: t("sla:board") }, { value: "report", label: t("sla:report") }]} onChange={(next) => setParams(next === "report" ? { tab: "report" } : {}, { replace: true })} />
  ) : null;
  return tab === "report" ? <Suspense fallback={<Waiting />}><ReportPage tabs={tabs} /></Suspense> : <BoardPage tabs={tabs} />;
}
