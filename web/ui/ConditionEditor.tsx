import { Button, Modal, Select } from "antd";
import { useState } from "react";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import type { Condition, FilterOp } from "../../core/language/types.ts";
import type { ObjectMeta } from "../api/objects.ts";
import { fieldTwins } from "../fields/registry.tsx";
import { takesList, takesNothing, type FilterEditProps } from "../fields/twin.ts";
import { useText, useWords } from "../words/words.ts";
import { filterable, firstOperator, isComplete } from "./conditions.ts";

interface Props {
  object: ObjectMeta;
  condition: Condition | undefined;
  onSave: (condition: Condition) => void;
  onClose: () => void;
}

/** Edits one condition: field, operator, value. */
export default function ConditionEditor({ object, condition, onSave, onClose }: Props) {
  const t = useWords();
  const text = useText();
  const fields = filterable(object.fields);
  const [draft, setDraft] = useState<Condition | undefined>(condition);
  const field = fields.find((each) => each.key === draft?.field);
  const chooseField = (key: string): void => {
    const next = fields.find((each) => each.key === key);
    if (next) setDraft({ field: key, op: firstOperator(next) });
  };
  const chooseOperator = (op: FilterOp): void => {
    if (!draft) return;
    // The value stays only where both operators take the same kind: one, a list, a pair or a window.
    const shape = (each: FilterOp): string => (takesList(each) ? "list" : each === "between" || each === "within" || takesNothing(each) ? each : "one");
    setDraft({ field: draft.field, op, ...(shape(op) === shape(draft.op) && "value" in draft ? { value: draft.value } : {}) });
  };
  const complete = draft !== undefined && isComplete(draft);
  return (
    <Modal open title={t("filter:add")} width={420} onCancel={onClose} footer={<><Button onClick={onClose}>{t("common:cancel")}</Button><Button type="primary" disabled={!complete} onClick={() => complete && onSave(draft)}>{t("filter:apply")}</Button></>}>
      <div className="condition">
        <Select aria-label={t("filter:field")} value={draft?.field ?? null} placeholder={t("filter:field")} showSearch={{ optionFilterProp: "label" }} autoFocus={!condition} defaultOpen={!condition} options={fields.map((each) => ({ value: each.key, label: text(each.label) }))} onChange={chooseField} />
        {draft && field && <Select value={draft.op} options={fieldTypes[field.type].operators.map((op) => ({ value: op, label: t(`filter:op_${op}`) }))} onChange={chooseOperator} />}
        {draft && field && !takesNothing(draft.op) && <Operand key={`${field.key} ${draft.op}`} field={field} op={draft.op} value={draft.value} onChange={(value) => setDraft({ ...draft, value })} />}
      </div>
    </Modal>
  );
}

function Operand(props: FilterEditProps) {
  const { filterEdit: FilterEdit } = fieldTwins[props.field.type];
  return <FilterEdit {...props} />;
}
