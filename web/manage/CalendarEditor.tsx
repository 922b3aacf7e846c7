import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Tag, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { useSave } from "./save.ts";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Weekday = (typeof WEEK)[number];

interface Calendar {
  timeZone: string;
  windows: Record<Weekday, [string, string][]>;
  holidays: string[];
  makeupDays: { date: string; like: Weekday }[];
}

interface Answer {
  own: boolean;
  calendar: Calendar;
}

/** When the company works: hours of each weekday, holidays, and weekends that are worked. */
export function CalendarEditor() {
  const calendar = useQuery({ queryKey: ["calendar"], queryFn: () => call<Answer>("GET", "/calendar") });
  if (calendar.error) return <Problem error={calendar.error} retry={() => void calendar.refetch()} />;
  return calendar.data ? <Editor key={JSON.stringify(calendar.data)} stored={calendar.data} /> : null;
}

function Editor({ stored }: { stored: Answer }) {
  const t = useWords();
  const can = useCan();
  const [draft, setDraft] = useState(stored.calendar);
  const save = useSave((calendar: Calendar | null) => call("PUT", "/calendar", { body: { calendar } }), { refresh: ["calendar"], said: t("records:saved") });
  const fixed = !can("organisation:edit");
  const dirty = JSON.stringify(draft) !== JSON.stringify(stored.calendar);
  const year = dayjs().format("YYYY");
  const put = (day: Weekday, windows: [string, string][]): void => setDraft({ ...draft, windows: { ...draft.windows, [day]: windows } });
  const coming = (days: string[]): string[] => days.filter((day) => day >= `${year}-01-01`).sort();
  const takeOff = (date: string): void => setDraft({ ...draft, holidays: draft.holidays.filter((day) => day !== date), makeupDays: draft.makeupDays.filter((day) => day.date !== date) });
  const add = (dates: Dayjs[] | null, kind: "holiday" | "makeup"): void => {
    const days = (dates ?? []).map((date) => date.format("YYYY-MM-DD"));
    const rest = { ...draft, holidays: draft.holidays.filter((day) => !days.includes(day)), makeupDays: draft.makeupDays.filter(({ date }) => !days.includes(date)) };
    setDraft(kind === "holiday" ? { ...rest, holidays: [...rest.holidays, ...days].sort() } : { ...rest, makeupDays: [...rest.makeupDays, ...days.map((date) => ({ date, like: "mon" as const }))] });
  };
  return (
    <section className="panel" aria-label={t("manage:calendar")}>
      <div className="panel-head">
        <h2>{t("manage:calendar")}</h2><span className="quiet">{t(stored.own ? "manage:calendar_own" : "manage:calendar_shipped")}</span>
        {!fixed && (
          <span className="row row-end">
            {stored.own && <Button size="small" onClick={() => save.mutate(null)}>{t("manage:calendar_reset")}</Button>}
            <Button size="small" type="primary" disabled={!dirty} loading={save.isPending} onClick={() => save.mutate(draft)}>{t("common:save")}</Button>
          </span>
        )}
      </div>
      <p className="hint" style={{ marginBottom: 10 }}>{t("manage:calendar_hint")}</p>
      <div className="week">
        {WEEK.map((day) => (
          <Hours key={day} label={t(`manage:${day}`)} windows={draft.windows[day]} fixed={fixed} onChange={(windows) => put(day, windows)} />
        ))}
      </div>
      <div className="line" style={{ marginTop: 14 }}>
        <span className="line-label">{t("manage:holidays")}</span>
        <div className="row">
          {coming(draft.holidays).map((day) => <Tag key={day} closable={!fixed} onClose={() => takeOff(day)}>{day}</Tag>)}
          {!fixed && <DatePicker size="small" value={null} placeholder={t("manage:add_day")} onChange={(day: Dayjs | null) => day && add([day], "holiday")} />}
        </div>
        <span className="line-label">{t("manage:makeup_days")}</span>
        <div className="row">
          {coming(draft.makeupDays.map((day) => day.date)).map((day) => <Tag key={day} color="blue" closable={!fixed} onClose={() => takeOff(day)}>{day}</Tag>)}
          {!fixed && <DatePicker size="small" value={null} placeholder={t("manage:add_day")} onChange={(day: Dayjs | null) => day && add([day], "makeup")} />}
        </div>
      </div>
    </section>
  );
}

function Hours({ label, windows, fixed, onChange }: { label: string; windows: [string, string][]; fixed: boolean; onChange: (windows: [string, string][]) => void }) {
  const t = useWords();
  const at = (time: string): Dayjs => dayjs(`2026-01-01T${time === "24:00" ? "23:59" : time}`);
  return (
    <>
      <span>{label}</span>
      <div className="row">
        {windows.length === 0 && <span className="quiet">{t("manage:closed")}</span>}
        {windows.map((window, index) => (
          <span key={window.join()} className="row" style={{ gap: 2 }}>
            <TimePicker.RangePicker size="small" format="HH:mm" minuteStep={15} needConfirm={false} style={{ width: 150 }} disabled={fixed} allowClear={false} value={[at(window[0]), at(window[1])]} onChange={(next) => next?.[0] && next[1] && onChange(windows.map((each, other) => (other === index ? [next[0]!.format("HH:mm"), next[1]!.format("HH:mm")] : each)))} />
            {!fixed && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("manage:remove_hours")} onClick={() => onChange(windows.filter((_, other) => other !== index))} />}
          </span>
        ))}
        {!fixed && <Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={`${label} ${t("manage:add_hours")}`} title={t("manage:add_hours")} onClick={() => onChange([...windows, windows.length === 0 ? ["09:00", "12:00"] : ["13:30", "18:00"]])} />}
      </div>
    </>
  );
}
