import { InputNumber, Select, Space } from "antd";
import { useEffect } from "react";
import type { TimeUnit, Window } from "../../../core/language/types.ts";
import { useWords } from "../../words/words.ts";

const UNITS: TimeUnit[] = ["minute", "hour", "day", "week", "month", "quarter", "year"];
const RUNNING = ["day", "week", "month", "quarter", "year"] as const;

/** A rolling window: the last or next n units, or the running day, week, month … */
export function WindowEdit({ value, onChange }: { value: unknown; onChange: (value: Window) => void }) {
  const t = useWords();
  const window = isWindow(value) ? value : undefined;
  useEffect(() => {
    if (!window) onChange({ last: 7, unit: "day" });
  }, [window, onChange]);
  if (!window) return null;
  const kind = "this" in window ? `this_${window.this}` : "last" in window ? "last" : "next";
  const n = "last" in window ? window.last : "next" in window ? window.next : 7;
  const unit = "unit" in window ? window.unit : "day";
  const rolling = (direction: string, count: number, of: TimeUnit): Window => (direction === "next" ? { next: count, unit: of } : { last: count, unit: of });
  return (
    <Space.Compact block>
      <Select
        value={kind} className="wide" options={[...(["last", "next"] as const).map((each) => ({ value: each as string, label: t(`filter:${each}`) })), ...RUNNING.map((each) => ({ value: `this_${each}`, label: t(`filter:this_${each}`) }))]}
        onChange={(next: string) => onChange(next.startsWith("this_") ? { this: next.slice(5) as TimeUnit } : rolling(next, n, unit))}
      />
      {!("this" in window) && <InputNumber<number> value={n} min={1} max={10_000} precision={0} onChange={(count) => count && onChange(rolling(kind, count, unit))} />}
      {!("this" in window) && <Select value={unit} options={UNITS.map((each) => ({ value: each, label: t(`filter:unit_${each}`) }))} onChange={(next: TimeUnit) => onChange(rolling(kind, n, next))} />}
    </Space.Compact>
  );
}

function isWindow(value: unknown): value is Window {
  return typeof value === "object" && value !== null && ("last" in value || "next" in value || "this" in value);
}
