import { PlusOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import type { Condition, Filter } from "../../core/language/types.ts";
import type { ObjectMeta } from "../api/objects.ts";
import { useWords } from "../words/words.ts";
import { ConditionChip } from "./ConditionChip.tsx";
import { fromConditions, isCondition, toConditions } from "./conditions.ts";

const ConditionEditor = lazy(() => import("./ConditionEditor.tsx"));

interface Props {
  object: ObjectMeta;
  filter: Filter | undefined;
  onChange: (filter: Filter | undefined) => void;
}

/** The conditions of a list as chips; a click edits one, the last button adds one. */
export function FilterBar({ object, filter, onChange }: Props) {
  const t = useWords();
  const [editing, setEditing] = useState<number>();
  const { join, rows } = toConditions(filter);
  const row = editing === undefined ? undefined : rows[editing];
  const put = (next: Filter[]): void => onChange(fromConditions({ join, rows: next }));
  const save = (condition: Condition): void => {
    put(row === undefined ? [...rows, condition] : rows.map((each, index) => (index === editing ? condition : each)));
    setEditing(undefined);
  };
  return (
    <>
      {rows.length > 1 && <Segmented<"all" | "any"> size="small" value={join} options={[{ value: "all", label: t("filter:all") }, { value: "any", label: t("filter:any") }]} onChange={(next) => onChange(fromConditions({ join: next, rows }))} />}
      {rows.map((each, index) => (
        <ConditionChip key={JSON.stringify(each) + index} object={object} condition={each} onEdit={() => isCondition(each) && setEditing(index)} onRemove={() => put(rows.filter((_, other) => other !== index))} />
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => setEditing(rows.length)}>{t("filter:add")}</Button>
      {rows.length > 1 && <Button size="small" type="text" onClick={() => onChange(undefined)}>{t("filter:clear")}</Button>}
      {editing !== undefined && (
        <Suspense fallback={null}><ConditionEditor object={object} condition={row && isCondition(row) ? row : undefined} onSave={save} onClose={() => setEditing(undefined)} /></Suspense>
      )}
    </>
  );
}
