import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useMe } from "../api/me.ts";
import { run } from "../api/run.ts";
import { useWords } from "../words/words.ts";
import { PRESETS, type Asked, type Preset } from "./question.ts";

const OwnDays = lazy(() => import("./OwnDays.tsx"));

interface Props {
  asked: Asked;
  today: string;
  onChange(change: { preset?: Preset; days?: { from: string; to: string }; team?: string; source?: string }): void;
}

/** What the page is asked: period, team, source. */
export function AskedBar({ asked, today, onChange }: Props) {
  const t = useWords();
  const me = useMe();
  const [own, setOwn] = useState(false);
  const onlyOwn = me.roles.every(({ key }) => key === "rep");
  const teams = useQuery({ queryKey: ["insight", "teams"], queryFn: () => run("team.list", { limit: 1_000 }), enabled: !onlyOwn, staleTime: 300_000 });
  const sources = useQuery({
    queryKey: ["insight", "sources"], staleTime: 300_000,
    queryFn: () => run("record.aggregate", { object: "lead", group_by: [{ field: "source" }], measures: [{ op: "count" }] }),
  });
  const named = (sources.data?.rows ?? []).map(({ groups }) => groups[0]).filter((source): source is string => typeof source === "string");
  const chosen = own || asked.preset === null ? "own" : asked.preset;
  return (
    <>
      <Select<Preset | "own">
        value={chosen} aria-label={t("insight:period")} popupMatchSelectWidth={false} options={[...PRESETS.map((value) => ({ value, label: t(`insight:${value}`) })), { value: "own", label: t("insight:own") }]}
        onChange={(value) => {
          setOwn(value === "own");
          if (value !== "own") onChange({ preset: value });
        }}
      />
      {chosen === "own" ? <Suspense fallback={null}><OwnDays from={asked.from} to={asked.to} today={today} onChange={(days) => onChange({ days })} /></Suspense> : <span className="quiet number">{asked.from === asked.to ? asked.from : `${asked.from} – ${asked.to}`}</span>}
      {!onlyOwn && (teams.data?.items.length ?? 0) > 1 && (
        <Select allowClear showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} className="asked-narrow" aria-label={t("insight:team")} placeholder={t("insight:all_teams")} value={asked.team_id ?? null} options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(team) => onChange({ team: team ?? "" })} />
      )}
      {(named.length > 0 || asked.source) && (
        <Select allowClear showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} className="asked-narrow" aria-label={t("insight:source")} placeholder={t("insight:all_sources")} value={asked.source ?? null} options={[...new Set([...named, ...(asked.source ? [asked.source] : [])])].map((value) => ({ value, label: value }))} onChange={(source) => onChange({ source: source ?? "" })} />
      )}
    </>
  );
}
