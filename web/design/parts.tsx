import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import type { Filter } from "../../core/language/types.ts";
import type { Text } from "../../core/refusal.ts";
import { useObject } from "../api/objects.ts";
import { ConditionWords } from "../ui/ConditionChip.tsx";
import { FilterBar } from "../ui/FilterBar.tsx";
import { useLocale, useWords } from "../words/words.ts";

/** The name of a rule in the language spoken; the other follows until it has been given a text of its own. */
export function NameInput({ name, onChange, label }: { name: Text; onChange: (name: Text) => void; label: string }) {
  const english = useLocale() === "en";
  const change = (value: string): void => {
    const apart = name.zh !== name.en;
    onChange(english ? { zh: apart ? name.zh : value, en: value } : { zh: value, en: apart ? name.en : value });
  };
  return <Input aria-label={label} value={english ? name.en : name.zh} status={name.zh.trim() === "" || name.en.trim() === "" ? "error" : ""} onChange={(event) => change(event.target.value)} />;
}

/** To which leads a rule applies. */
export function When({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const lead = useObject("lead");
  return lead ? <div className="row"><FilterBar object={lead} filter={filter} onChange={(next) => onChange(next ?? { all: [] })} /></div> : null;
}

/** The same, read out. */
export function WhenWords({ filter }: { filter: Filter }) {
  const t = useWords();
  const lead = useObject("lead");
  const every = "all" in filter && filter.all.length === 0;
  return every || !lead ? <>{t("policies:every_lead")}</> : <ConditionWords object={lead} condition={filter} />;
}

interface CardProps {
  title: string;
  summary: ReactNode;
  aside?: ReactNode;
  open: boolean;
  onToggle: () => void;
  onMove?: ((step: 1 | -1) => void) | undefined;
  first?: boolean;
  last?: boolean;
  onRemove: () => void;
  off?: boolean;
  children: ReactNode;
}

/** One rule: its name and what it says; a click opens it for changing. */
export function RuleCard({ title, summary, aside, open, onToggle, onMove, first = false, last = false, onRemove, off = false, children }: CardProps) {
  const t = useWords();
  return (
    <article className={off ? "rule rule-off" : "rule"}>
      <header>
        <button type="button" className="rule-words" aria-expanded={open} onClick={onToggle}><b>{title || t("policies:unnamed")}</b><small>{summary}</small></button>
        {aside}
        {onMove && <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={first} aria-label={`${title} ${t("records:move_up")}`} onClick={() => onMove(-1)} />}
        {onMove && <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={last} aria-label={`${title} ${t("records:move_down")}`} onClick={() => onMove(1)} />}
        <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={`${title} ${t("policies:remove_rule")}`} title={t("policies:remove_rule")} onClick={onRemove} />
      </header>
      {open && <div className="rule-body">{children}</div>}
    </article>
  );
}

/** One setting with its name on the left. */
export function Line({ label, children, hint }: { label: string; children: ReactNode; hint?: string }) {
  return <div className="line"><span className="line-label">{label}</span><div>{children}{hint && <p className="hint">{hint}</p>}</div></div>;
}

/** A whole number in the middle of a sentence; empty means null where that is allowed. */
export function Count({ value, onChange, min = 0, max = 100_000, label, empty }: { value: number | null; onChange: (value: number) => void; min?: number; max?: number; label: string; empty?: () => void }) {
  const t = useWords();
  return <InputNumber<number> style={{ width: 84 }} min={min} max={max} precision={0} value={value} aria-label={label} placeholder={empty ? t("people:unlimited") : undefined} onChange={(next) => (next === null ? empty?.() : onChange(next))} />;
}

/** Minutes, entered in minutes or hours. */
export function Minutes({ value, onChange, label, empty }: { value: number | undefined; onChange: (value: number) => void; label: string; empty?: () => void }) {
  const t = useWords();
  const hours = value !== undefined && value >= 60 && value % 60 === 0;
  return (
    <span className="row" style={{ gap: 4, flexWrap: "nowrap" }}>
      <InputNumber<number> style={{ width: 76 }} min={1} precision={0} value={value === undefined ? null : hours ? value / 60 : value} aria-label={label} placeholder="–" onChange={(next) => (next === null ? empty?.() : onChange(hours ? next * 60 : next))} />
      <Select<"m" | "h"> style={{ width: 76 }} value={hours ? "h" : "m"} disabled={value === undefined} aria-label={`${label} ${t("policies:unit")}`} options={[{ value: "m", label: t("policies:minutes") }, { value: "h", label: t("policies:hours") }]} onChange={(unit) => value !== undefined && onChange(unit === "h" ? Math.max(1, Math.round(hours ? value / 60 : value)) * 60 : hours ? value / 60 : value)} />
    </span>
  );
}

/** A list with one item moved up or down. */
export function moved<T>(list: readonly T[], index: number, step: number): T[] {
  const next = [...list];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(index + step, 0, item);
  return next;
}

/** A list with one item changed. */
export const changed = <T,>(list: readonly T[], index: number, change: Partial<T>): T[] => list.map((each, other) => (other === index ? { ...each, ...change } : each));
/** A list without one item. */
export const without = <T,>(list: readonly T[], index: number): T[] => list.filter((_, other) => other !== index);
