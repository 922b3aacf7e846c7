import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useWords } from "../../words/words.ts";
import { WEEK, type Weekday, type Windows } from "./work-days.ts";

interface Props {
  windows: Record<Weekday, Windows>;
  fixed: boolean;
  onChange(day: Weekday, windows: Windows): void;
}

/** Hours of each weekday; a last one that ends before it begins reaches into the next day. */
export function WeekHours({ windows, fixed, onChange }: Props) {
  const t = useWords();
  return <div className="week-hours">{WEEK.map((day) => <Hours key={day} label={t(`manage:${day}`)} windows={windows[day]} fixed={fixed} onChange={(next) => onChange(day, next)} />)}</div>;
}

function Hours({ label, windows, fixed, onChange }: { label: string; windows: Windows; fixed: boolean; onChange: (windows: Windows) => void }) {
  const t = useWords();
  const at = (time: string): Dayjs => dayjs(`2026-01-01T${time === "24:00" ? "23:59" : time}`);
  const add = (): void => {
    const last = windows.at(-1)?.[1];
    onChange([...windows, last === undefined ? ["09:00", "12:00"] : last < "13:30" ? ["13:30", "18:00"] : ["19:00", "21:00"]]);
  };
  return (
    <>
      <span>{label}</span>
      <div className="row">
        {windows.length === 0 && <span className="quiet">{t("manage:closed")}</span>}
        {windows.map((window, index) => (
          <span key={window.join()} className="row" style={{ gap: 2 }}>
            <TimePicker.RangePicker size="small" format="HH:mm" minuteStep={15} needConfirm={false} order={false} style={{ width: 150 }} disabled={fixed} allowClear={false} value={[at(window[0]), at(window[1])]} onChange={(next) => next?.[0] && next[1] && onChange(windows.map((each, other) => (other === index ? [next[0]!.format("HH:mm"), next[1]!.format("HH:mm")] : each)))} />
            {window[1] < window[0] && <small className="quiet">{t("sla:next_day")}</small>}
            {!fixed && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("manage:remove_hours")} onClick={() => onChange(windows.filter((_, other) => other !== index))} />}
          </span>
        ))}
        {!fixed && <Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={`${label} ${t("manage:add_hours")}`} title={t("manage:add_hours")} onClick={add} />}
      </div>
    </>
  );
}
