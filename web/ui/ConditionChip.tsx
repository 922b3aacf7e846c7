import { useQuery } from "@tanstack/react-query";
import { CloseOutlined } from "@ant-design/icons";
import { Fragment } from "react";
import { namesOf } from "../api/candidates.ts";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import type { Condition, FieldDef, Filter, Value, Window } from "../../core/language/types.ts";
import { useObject, type ObjectMeta } from "../api/objects.ts";
import { useLocale, useText, useWords } from "../words/words.ts";
import { isCondition } from "./conditions.ts";

interface Props {
  object: ObjectMeta;
  condition: Filter;
  onEdit: () => void;
  onRemove: () => void;
}

/** One condition in words: "阶段 属于 新建、已分配". */
export function ConditionChip({ object, condition, onEdit, onRemove }: Props) {
  const t = useWords();
  return (
    <span className="chip">
      <button type="button" onClick={onEdit} disabled={!isCondition(condition)}><ConditionWords object={object} condition={condition} /></button>
      <button type="button" className="chip-remove" aria-label={t("filter:remove")} onClick={onRemove}><CloseOutlined /></button>
    </span>
  );
}

/** The field a condition is about; through a person to the team it is the person's team. */
function fieldOf(object: ObjectMeta, path: string): FieldDef | undefined {
  const [head, ...rest] = path.split(".");
  const field = object.fields.find((each) => each.key === head);
  if (rest.length === 0 || !field) return field;
  return rest.join(".") === "team_id" ? { key: path, type: "team", label: { zh: `${field.label.zh}所在团队`, en: `${field.label.en}: team` } } : { ...field, key: path };
}

/** A condition as a phrase; whatever is nested is read out with its "and", "or" and "not". */
export function ConditionWords({ object, condition }: Pick<Props, "object" | "condition">) {
  const t = useWords();
  if (isCondition(condition)) return <OneCondition object={object} condition={condition} />;
  if ("not" in condition) return <>{t("filter:not_so")}<ConditionWords object={object} condition={condition.not} />{t("filter:not_so_end")}</>;
  const [rows, join] = "all" in condition ? [condition.all, t("filter:and")] : [condition.any, t("filter:or")];
  if (rows.length === 0) return <>{t("filter:everything")}</>;
  return <>{rows.map((row, index) => <Fragment key={JSON.stringify(row)}>{index > 0 && join}{isCondition(row) || "not" in row ? <ConditionWords object={object} condition={row} /> : <>(<ConditionWords object={object} condition={row} />)</>}</Fragment>)}</>;
}

function OneCondition({ object, condition }: { object: ObjectMeta; condition: Condition }) {
  const t = useWords();
  const text = useText();
  const field = fieldOf(object, condition.field);
  return <><b>{field ? text(field.label) : condition.field}</b> {t(`filter:op_${condition.op}`)} {useOperand(field, condition)}</>;
}

/** The value of a condition in words; ids are looked up. */
function useOperand(field: FieldDef | undefined, condition: Condition | undefined): string {
  const t = useWords();
  const locale = useLocale();
  const title = useObject(field?.target ?? "")?.title ?? "name";
  const values = condition?.value === undefined ? [] : Array.isArray(condition.value) ? (condition.value as Value[]) : [condition.value as Value];
  const points = field !== undefined && fieldTypes[field.type].kind === "id";
  const kind = field?.type === "person" || field?.target === "person" ? "person" : field?.type === "team" || field?.target === "team" ? "team" : "record";
  const ids = points ? values.filter((each): each is string => typeof each === "string" && !each.startsWith("@")) : [];
  const names = useQuery({ queryKey: ["names", kind, field?.target, ids], queryFn: () => namesOf(kind, field?.target ?? "", title, ids), enabled: ids.length > 0, staleTime: 300_000 });
  if (!condition || condition.op === "empty" || condition.op === "not_empty") return "";
  if (condition.op === "within") return windowText(condition.value as Window, t);
  const one = (value: Value): string => {
    if (value === "@me") return t("fields:me");
    if (value === "@my_team") return t("fields:my_team");
    if (points) return names.data?.find((each) => each.value === value)?.label ?? "…";
    return field ? fieldTypes[field.type].format(field.type === "multi_choice" && !Array.isArray(value) ? [String(value)] : value, field, locale) : String(value);
  };
  const told = values.map(one);
  if (condition.op === "between") return told.join(" – ");
  return told.length > 3 ? `${told.slice(0, 3).join("、")} +${told.length - 3}` : told.join(locale === "en" ? ", " : "、");
}

function windowText(window: Window, t: ReturnType<typeof useWords>): string {
  if ("this" in window) return window.this === "minute" || window.this === "hour" ? `${t("filter:this")} ${t(`filter:unit_${window.this}`)}` : t(`filter:this_${window.this}`);
  const unit = t(`filter:unit_${window.unit}`);
  return "last" in window ? t("filter:last_n", { n: window.last, unit }) : t("filter:next_n", { n: window.next, unit });
}
