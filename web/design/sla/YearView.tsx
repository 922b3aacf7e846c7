import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import { localDate } from "../../../core/language/zone.ts";
import { useMe } from "../../api/me.ts";
import { useHalfMinute } from "../../ui/now.ts";
import { useLocale, useWords } from "../../words/words.ts";
import { type Calendar, kindOf, switched, WEEK, type Weekday, weeksOf } from "./work-days.ts";

interface Props {
  calendar: Calendar;
  fixed: boolean;
  onChange(calendar: Calendar): void;
}

const KINDS = ["worked", "off", "holiday", "makeup"] as const;

/** A year at a glance: what is worked, off, a holiday or a make-up day; a click switches a day. */
export function YearView({ calendar, fixed, onChange }: Props) {
  const t = useWords();
  const locale = useLocale();
  const { time_zone } = useMe().organisation;
  const today = localDate(useHalfMinute(), time_zone);
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const name = (month: number): string => new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }).format(Date.UTC(year, month - 1, 1));
  const like = calendar.makeupDays.find((day) => day.date.startsWith(String(year)))?.like ?? "mon";
  return (
    <div style={{ marginTop: 16 }}>
      <div className="row">
        <Button size="small" type="text" icon={<LeftOutlined />} aria-label={t("sla:year_before")} onClick={() => setYear(year - 1)} />
        <b className="number">{t("sla:year", { year })}</b>
        <Button size="small" type="text" icon={<RightOutlined />} aria-label={t("sla:year_after")} onClick={() => setYear(year + 1)} />
        <span className="hint">{t(fixed ? "sla:year_hint_fixed" : "sla:year_hint")}</span>
      </div>
      <div className="row" style={{ marginTop: 6 }}>
        <div className="year-key" aria-label={t("sla:legend")}>{KINDS.map((kind) => <span key={kind}><i className={`day-${kind}`} />{t(`sla:${kind}`)}</span>)}</div>
        {!fixed && calendar.makeupDays.length > 0 && (
          <span className="row">{t("sla:makeup_as")}<Select<Weekday> size="small" value={like} aria-label={t("sla:makeup_as")} popupMatchSelectWidth={false} options={WEEK.map((day) => ({ value: day, label: t(`manage:${day}`) }))} onChange={(next) => onChange({ ...calendar, makeupDays: calendar.makeupDays.map((day) => (day.date.startsWith(String(year)) ? { ...day, like: next } : day)) })} /></span>
        )}
      </div>
      <div className="year">
        {Array.from({ length: 12 }, (_, i) => i + 1).map((month) => (
          <table key={month}>
            <caption>{name(month)}</caption>
            <thead><tr>{WEEK.map((day) => <th key={day} scope="col" aria-label={t(`manage:${day}`)}>{locale === "en" ? t(`manage:${day}`).slice(0, 2) : t(`manage:${day}`).slice(-1)}</th>)}</tr></thead>
            <tbody>
              {weeksOf(year, month).map((week) => (
                <tr key={week.join()}>
                  {week.map((date, place) => <td key={date ?? place}>{date && <Day date={date} calendar={calendar} today={date === today} fixed={fixed} onSwitch={() => onChange(switched(calendar, date))} />}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </div>
  );
}

function Day({ date, calendar, today, fixed, onSwitch }: { date: string; calendar: Calendar; today: boolean; fixed: boolean; onSwitch: () => void }) {
  const t = useWords();
  const kind = kindOf(calendar, date);
  const like = calendar.makeupDays.find((day) => day.date === date)?.like;
  const words = `${date} ${kind === "makeup" && like ? t("sla:makeup_like", { day: t(`manage:${like}`) }) : t(`sla:${kind}`)}`;
  return <button type="button" className={`day-${kind}${today ? " day-today" : ""}`} disabled={fixed} title={words} aria-label={words} onClick={onSwitch}>{Number(date.slice(8))}</button>;
}
