import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { Value } from "../../../core/language/types.ts";
import { instantOf, wallClock } from "../../ui/moment.ts";
import { takesList, type EditProps, type FilterEditProps } from "../twin.ts";
import { WindowEdit } from "./window.tsx";

const read = (value: unknown): Dayjs | null => (typeof value === "string" ? (value.length > 10 ? wallClock(value) : dayjs(value)) : null);
const write = (moment: Dayjs | null, time: boolean): Value => (moment === null ? null : time ? instantOf(moment) : moment.format("YYYY-MM-DD"));

export function TimeEdit({ field, value, onChange, onDone, autoFocus = false, id }: EditProps) {
  const time = field.type === "datetime";
  return (
    <DatePicker
      id={id} className="wide" value={read(value)} showTime={time ? { format: "HH:mm", minuteStep: 5 } : false} showNow={!time} format={time ? "YYYY-MM-DD HH:mm" : "YYYY-MM-DD"} autoFocus={autoFocus} defaultOpen={autoFocus}
      onChange={(next: Dayjs | null) => {
        onChange(write(next, time));
        onDone?.();
      }}
    />
  );
}

/** A condition on time: a rolling window, a span of days, or one day (all of it). */
export function TimeFilter({ op, value, onChange }: FilterEditProps) {
  if (op === "within") return <WindowEdit value={value} onChange={onChange} />;
  if (takesList(op)) {
    const days = Array.isArray(value) ? (value as string[]).map((day) => dayjs(day)) : [];
    return <DatePicker<Dayjs, true> className="wide" multiple value={days} onChange={(chosen) => onChange(chosen?.map((day) => write(day, false)))} />;
  }
  if (op === "between") {
    const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
    return <DatePicker.RangePicker className="wide" value={[read(from), read(to)]} onChange={(days) => onChange(days ? [write(days[0], false), write(days[1], false)] : undefined)} />;
  }
  return <DatePicker className="wide" value={read(value)} onChange={(day: Dayjs | null) => onChange(write(day, false) ?? undefined)} />;
}
