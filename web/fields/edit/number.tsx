import { InputNumber, Select } from "antd";
import { useWords } from "../../words/words.ts";
import { takesList, type EditProps, type FilterEditProps } from "../twin.ts";

export function NumberEdit({ field, value, onChange, autoFocus = false, id }: EditProps) {
  return (
    <InputNumber<number>
      id={id} className="wide" value={typeof value === "number" ? value : null} precision={field.scale ?? undefined} controls={false} autoFocus={autoFocus}
      prefix={field.type === "money" ? "¥" : undefined} suffix={field.type === "percent" ? "%" : undefined} onChange={(next) => onChange(next)}
    />
  );
}

export function NumberFilter({ field, op, value, onChange }: FilterEditProps) {
  const t = useWords();
  if (takesList(op)) {
    const written = Array.isArray(value) ? value.map(String) : [];
    return <Select className="wide" mode="tags" open={false} suffixIcon={null} value={written} tokenSeparators={[",", "，", " "]} onChange={(next: string[]) => onChange(next.map(Number).filter(Number.isFinite))} />;
  }
  if (op === "between") {
    const pair = Array.isArray(value) ? (value as (number | null)[]) : [null, null];
    const put = (index: number, next: number | null): void => onChange(index === 0 ? [next, pair[1] ?? null] : [pair[0] ?? null, next]);
    return (
      <span className="pair">
        <InputNumber<number> aria-label={t("fields:from")} value={pair[0] ?? null} controls={false} onChange={(next) => put(0, next)} />
        <InputNumber<number> aria-label={t("fields:to")} value={pair[1] ?? null} controls={false} onChange={(next) => put(1, next)} />
      </span>
    );
  }
  return <NumberEdit field={field} value={typeof value === "number" ? value : null} onChange={onChange} />;
}
