import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Radio, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useWords } from "../words/words.ts";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const LETTERS = ["A", "B", "C", "D"] as const;

export type GradeCaps = Partial<Record<(typeof LETTERS)[number], number>>;
export type Shifts = Partial<Record<(typeof WEEK)[number], [string, string][]>>;

/** How many open leads of each grade rules may give somebody. */
export function GradeCapsInput({ value = {}, onChange }: { value?: GradeCaps; onChange?: (caps: GradeCaps) => void }) {
  const t = useWords();
  const put = (letter: keyof GradeCaps, next: number | null): void => {
    const { [letter]: _, ...rest } = value;
    onChange?.(next === null ? rest : { ...value, [letter]: next });
  };
  return <div className="row">{LETTERS.map((letter) => <label key={letter} className="row" style={{ gap: 4 }}>{letter}<InputNumber<number> size="small" style={{ width: 72 }} min={0} precision={0} value={value[letter] ?? null} placeholder={t("people:unlimited")} aria-label={`${t("route:cap_grades")} ${letter}`} onChange={(next) => put(letter, next)} /></label>)}</div>;
}

const OFFICE: Shifts = Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "18:00"]]]));

/** Own weekly windows, or the company's hours. */
export function ShiftsInput({ value = null, onChange }: { value?: Shifts | null; onChange?: (shifts: Shifts | null) => void }) {
  const t = useWords();
  const at = (time: string): Dayjs => dayjs(`2026-01-01T${time === "24:00" ? "23:59" : time}`);
  const until = (time: Dayjs): string => (time.format("HH:mm") === "23:59" ? "24:00" : time.format("HH:mm"));
  const put = (day: keyof Shifts, windows: [string, string][]): void => onChange?.({ ...value, [day]: [...windows].sort(([a], [b]) => (a < b ? -1 : 1)) });
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Radio.Group value={value === null ? "company" : "own"} onChange={(event) => onChange?.(event.target.value === "own" ? OFFICE : null)} options={(["company", "own"] as const).map((each) => ({ value: each, label: t(`route:shifts_${each}`) }))} />
      {value !== null && (
        <div className="week">
          {WEEK.map((day) => [
            <span key={day}>{t(`route:${day}`)}</span>,
            <div key={`${day} windows`} className="row">
              {(value[day] ?? []).length === 0 && <span className="quiet">{t("route:day_off")}</span>}
              {(value[day] ?? []).map((window, index, windows) => (
                <span key={window.join()} className="row" style={{ gap: 2 }}>
                  <TimePicker.RangePicker size="small" format="HH:mm" minuteStep={15} needConfirm={false} style={{ width: 150 }} allowClear={false} value={[at(window[0]), at(window[1])]} aria-label={t(`route:${day}`)} onChange={(next) => next?.[0] && next[1] && put(day, windows.map((each, other) => (other === index ? [next[0]!.format("HH:mm"), until(next[1]!)] : each)))} />
                  <Button type="text" size="small" icon={<CloseOutlined />} aria-label={`${t(`route:${day}`)} ${t("route:remove_window")}`} onClick={() => put(day, windows.filter((_, other) => other !== index))} />
                </span>
              ))}
              <Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={`${t(`route:${day}`)} ${t("route:add_window")}`} title={t("route:add_window")} onClick={() => put(day, [...(value[day] ?? []), (value[day] ?? []).length === 0 ? ["09:00", "18:00"] : ["19:00", "21:00"]])} />
            </div>,
          ])}
        </div>
      )}
    </div>
  );
}
