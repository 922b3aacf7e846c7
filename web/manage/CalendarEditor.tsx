import { Button, Modal, Select } from "antd";
import { useState } from "react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { Foreseen, type ForeseenAnswer } from "../design/sla/Foreseen.tsx";
import "../design/sla/sla.css";
import { WeekHours } from "../design/sla/WeekHours.tsx";
import type { Calendar, Weekday } from "../design/sla/work-days.ts";
import { YearView } from "../design/sla/YearView.tsx";
import { Problem } from "../ui/Problem.tsx";
import { tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { useTeams } from "./directory.ts";
import { useSave } from "./save.ts";

interface Answer {
  own: boolean;
  calendar: Calendar;
  of_team: { id: string; name: string } | null;
  teams: string[];
}

/** When the company or one of its teams works: hours of each weekday, and a year of holidays and make-up days. What a change does to running clocks is shown before it is saved. */
export function CalendarEditor() {
  const t = useWords();
  const [team, setTeam] = useState<string>();
  const teams = useTeams();
  const calendar = useQuery({ queryKey: ["calendar", team ?? ""], queryFn: () => call<Answer>("GET", "/calendar", { query: team ? { team_id: team } : {} }) });
  const own = new Set(calendar.data?.teams);
  return (
    <section className="panel" aria-label={t("manage:calendar")}>
      <div className="panel-head">
        <h2>{t("manage:calendar")}</h2>
        {(teams.data?.length ?? 0) > 0 && (
          <Select<string>
            value={team ?? ""} aria-label={t("sla:calendar_for")} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: "label" }}
            options={[{ value: "", label: t("sla:organisation") }, ...(teams.data ?? []).map(({ id, name }) => ({ value: id, label: own.has(id) ? `${name} · ${t("sla:own_calendar")}` : name }))]}
            onChange={(next) => setTeam(next || undefined)}
          />
        )}
      </div>
      {calendar.error ? <Problem error={calendar.error} retry={() => void calendar.refetch()} /> : calendar.data && <Editor key={JSON.stringify([team, calendar.data])} stored={calendar.data} team={team} />}
    </section>
  );
}

function Editor({ stored, team }: { stored: Answer; team: string | undefined }) {
  const t = useWords();
  const can = useCan();
  const [draft, setDraft] = useState(stored.calendar);
  const [editing, setEditing] = useState(team === undefined || stored.own);
  const [asked, setAsked] = useState<{ calendar: Calendar | null }>();
  const of = team ? { team_id: team } : {};
  const preview = useMutation({ mutationFn: (calendar: Calendar | null) => call<ForeseenAnswer>("POST", "/calendar/preview", { body: { ...of, calendar } }), onError: (error) => tellProblem(error) });
  const save = useSave((calendar: Calendar | null) => call("PUT", "/calendar", { body: { ...of, calendar } }), { refresh: ["calendar"], said: t("sla:calendar_saved"), done: () => setAsked(undefined) });
  const fixed = !can("organisation:edit") || !editing;
  const dirty = JSON.stringify(draft) !== JSON.stringify(stored.calendar) || (editing && team !== undefined && !stored.own);
  const look = (calendar: Calendar | null): void => preview.mutate(calendar, { onSuccess: () => setAsked({ calendar }) });
  const whose = team === undefined ? t(stored.own ? "manage:calendar_own" : "manage:calendar_shipped") : stored.own ? t("sla:own_calendar") : stored.of_team ? t("sla:uses_above", { name: stored.of_team.name }) : t("sla:uses_organisation");
  return (
    <>
      <div className="row" style={{ marginBottom: 8 }}>
        <span className="quiet">{whose}</span>
        {can("organisation:edit") && (
          <span className="row row-end">
            {stored.own && <Button size="small" loading={preview.isPending} onClick={() => look(null)}>{t(team ? "sla:back_to_above" : "manage:calendar_reset")}</Button>}
            {!editing && <Button size="small" onClick={() => setEditing(true)}>{t("sla:make_own")}</Button>}
            {editing && <Button size="small" type="primary" disabled={!dirty} loading={preview.isPending} onClick={() => look(draft)}>{t("common:save")}</Button>}
          </span>
        )}
      </div>
      <p className="hint" style={{ marginBottom: 10 }}>{t("manage:calendar_hint")}</p>
      <WeekHours windows={draft.windows} fixed={fixed} onChange={(day: Weekday, windows) => setDraft({ ...draft, windows: { ...draft.windows, [day]: windows } })} />
      <YearView calendar={draft} fixed={fixed} onChange={setDraft} />
      {asked && preview.data && (
        <Modal open title={t("sla:preview_title")} width={560} onCancel={() => setAsked(undefined)} okText={t("sla:preview_save")} cancelText={t("common:cancel")} confirmLoading={save.isPending} onOk={() => save.mutate(asked.calendar)}>
          <Foreseen answer={preview.data} />
        </Modal>
      )}
    </>
  );
}
