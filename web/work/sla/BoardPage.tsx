import { CompressOutlined, ExpandOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { useMe } from "../../api/me.ts";
import { Waiting } from "../../app/Waiting.tsx";
import { useTeams } from "../../manage/directory.ts";
import { Empty } from "../../ui/Empty.tsx";
import { fullNumber } from "../../ui/numbers.ts";
import { PageFrame } from "../../ui/PageFrame.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useWords } from "../../words/words.ts";
import { ClockList } from "./ClockList.tsx";
import { GROUPINGS, readAsked, SHOWS, STEPS, useBoard, type Grouping, type Running } from "./data.ts";
import { PauseDialog } from "./PauseDialog.tsx";
import { PeopleList } from "./PeopleList.tsx";

/** The clocks that run now, late ones first: whose they are, what is left, and what can be done about each. */
export function BoardPage({ tabs }: { tabs: ReactNode }) {
  const t = useWords();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const [pausing, setPausing] = useState<Running>();
  const asked = readAsked(params);
  const board = useBoard(asked);
  const alone = me.roles.every(({ key }) => key === "rep");
  const teams = useTeams();
  const wall = params.get("wall") === "1";
  const by = GROUPINGS.find((each) => each === params.get("by")) ?? "due";
  const put = (key: string, value: string | undefined): void => setParams((now) => {
    const next = new URLSearchParams(now);
    if (value) next.set(key, value);
    else next.delete(key);
    return next;
  }, { replace: true });
  useEffect(() => {
    if (!wall) return undefined;
    const leave = (event: KeyboardEvent): void => { if (event.key === "Escape") put("wall", undefined); };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  });
  if (board.error && !board.data) return <PageFrame title={t("nav:sla")} actions={tabs}><Problem error={board.error} retry={() => void board.refetch()} /></PageFrame>;
  if (!board.data) return <Waiting />;
  const { counts, items, people, more } = board.data;
  const n = fullNumber;
  const narrowed = Object.keys(asked).length > 0;
  const body = (
    <>
      {!alone && <PeopleList people={people} chosen={asked.owner_id} choose={(id) => put("owner", id)} />}
      <div className="sla-list" aria-busy={board.isPlaceholderData}>
        {items.length === 0 ? <div className="panel"><Empty title={t("sla:empty")} text={t(narrowed ? "sla:empty_filtered" : "sla:empty_text")} /></div> : <ClockList items={items} people={people} by={alone ? "due" : by} pause={setPausing} />}
        {more && <p className="quiet">{t("sla:more")}</p>}
      </div>
    </>
  );
  if (wall) {
    return (
      <section className="sla-wall" aria-label={t("nav:sla")}>
        <header>
          <h1>{t("nav:sla")}</h1>
          <div className="sla-tallies">{(["late", "soon", "running", "paused"] as const).map((key) => <span key={key} className={`sla-tally-${key}`}><b className="number">{n(counts[key])}</b>{t(key === "late" ? "sla:show_late" : key === "soon" ? "sla:soon" : key === "running" ? "sla:running" : "sla:show_paused")}</span>)}</div>
          <Button icon={<CompressOutlined />} onClick={() => put("wall", undefined)}>{t("sla:wall_end")}</Button>
        </header>
        <div className={alone ? "sla sla-alone" : "sla"}>{body}</div>
      </section>
    );
  }
  return (
    <PageFrame
      title={t("nav:sla")} aside={t("sla:aside", { late: n(counts.late), soon: n(counts.soon), running: n(counts.running), paused: n(counts.paused) })}
      actions={<div className="row">{tabs}<Button icon={<ExpandOutlined />} className="sla-wall-button" onClick={() => put("wall", "1")}>{t("sla:wall")}</Button></div>}
      filters={(
        <>
          <Segmented<(typeof SHOWS)[number]> value={asked.show ?? "all"} options={SHOWS.map((each) => ({ value: each, label: t(`sla:show_${each}`) }))} onChange={(next) => put("show", next === "all" ? undefined : next)} />
          <Select<string> allowClear popupMatchSelectWidth={false} className="sla-filter" aria-label={t("sla:step")} placeholder={t("sla:any_step")} value={asked.step ?? null} options={STEPS.map((each) => ({ value: each, label: t(`sla:${each}`) }))} onChange={(step?: string) => put("step", step)} />
          <Select<string> allowClear popupMatchSelectWidth={false} className="sla-filter" aria-label={t("sla:any_grade")} placeholder={t("sla:any_grade")} value={asked.grade ?? null} options={["A", "B", "C", "D"].map((grade) => ({ value: grade, label: t("sla:grade", { grade }) }))} onChange={(grade?: string) => put("grade", grade)} />
          {!alone && (teams.data?.length ?? 0) > 1 && <Select<string> allowClear showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} className="sla-filter" aria-label={t("sla:team")} placeholder={t("sla:any_team")} value={asked.team_id ?? null} options={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(team?: string) => put("team", team)} />}
          {!alone && <Segmented<Grouping> aria-label={t("sla:grouping")} value={by} options={GROUPINGS.map((each) => ({ value: each, label: t(`sla:by_${each}`) }))} onChange={(next) => put("by", next === "due" ? undefined : next)} />}
        </>
      )}
    >
      <div className={alone ? "sla sla-alone" : "sla"}>{body}</div>
      {pausing && <PauseDialog running={pausing} close={() => setPausing(undefined)} />}
    </PageFrame>
  );
}
