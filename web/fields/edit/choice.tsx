import { Select } from "antd";
import { useText, useWords } from "../../words/words.ts";
import { takesList, type EditProps, type FilterEditProps } from "../twin.ts";

function useOptions(field: EditProps["field"]) {
  const text = useText();
  return (field.choices ?? []).filter((choice) => !choice.retired).map((choice) => ({ value: choice.value, label: text(choice.label) }));
}

const search = { optionFilterProp: "label" };

export function ChoiceEdit({ field, value, onChange, onDone, autoFocus = false, id }: EditProps) {
  const t = useWords();
  const options = useOptions(field);
  return (
    <Select
      id={id} className="wide" value={typeof value === "string" ? value : undefined} options={options} allowClear={!field.required} showSearch={search} placeholder={t("fields:pick")}
      autoFocus={autoFocus} defaultOpen={autoFocus} onChange={(next?: string) => {
        onChange(next ?? null);
        onDone?.();
      }}
    />
  );
}

export function MultiChoiceEdit({ field, value, onChange, autoFocus = false, id }: EditProps) {
  const t = useWords();
  const options = useOptions(field);
  return (
    <Select
      id={id} className="wide" mode="multiple" value={Array.isArray(value) ? (value as string[]) : []} options={options} showSearch={search} placeholder={t("fields:pick")}
      autoFocus={autoFocus} defaultOpen={autoFocus} onChange={(next: string[]) => onChange(next.length > 0 ? next : null)}
    />
  );
}

export function BooleanEdit({ field, value, onChange, onDone, autoFocus = false, id }: EditProps) {
  const t = useWords();
  return (
    <Select
      id={id} className="wide" value={typeof value === "boolean" ? String(value) : undefined} allowClear={!field.required} autoFocus={autoFocus} defaultOpen={autoFocus}
      options={[{ value: "true", label: t("common:yes") }, { value: "false", label: t("common:no") }]}
      onChange={(next?: string) => {
        onChange(next === undefined ? null : next === "true");
        onDone?.();
      }}
    />
  );
}

export function ChoiceFilter({ field, op, value, onChange }: FilterEditProps) {
  const set = field.type === "multi_choice" && (op === "is" || op === "not");
  if (takesList(op) || set) return <MultiChoiceEdit field={field} value={Array.isArray(value) ? (value as string[]) : null} onChange={onChange} />;
  return <ChoiceEdit field={field} value={typeof value === "string" ? value : null} onChange={onChange} />;
}

export function BooleanFilter({ field, value, onChange }: FilterEditProps) {
  return <BooleanEdit field={field} value={typeof value === "boolean" ? value : null} onChange={onChange} />;
}
