import { useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import type { Value } from "../../core/language/types.ts";
import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import { ApiProblem } from "../api/problem.ts";
import { nameIn, useChange, type Item } from "../api/records.ts";
import { fieldTwins } from "../fields/registry.tsx";
import { useText, useWords } from "../words/words.ts";
import { offerUndo, tellProblem } from "./toast.tsx";

interface Props {
  object: ObjectMeta;
  field: FieldMeta;
  item: Item;
  onClose: () => void;
}

/** Edits one value in its cell: Enter or leaving saves, Escape gives up; what was saved can be undone. */
export function CellEditor({ object, field, item, onClose }: Props) {
  const t = useWords();
  const text = useText();
  const before = (item[field.key] ?? null) as Value;
  const draft = useRef<Value>(before);
  const closed = useRef(false);
  const [value, setValue] = useState<Value>(before);
  const [wrong, setWrong] = useState("");
  const change = useChange(object.key);
  const { Edit } = fieldTwins[field.type];
  const close = (): void => {
    closed.current = true;
    onClose();
  };
  const save = (): void => {
    if (closed.current) return;
    const parsed = fieldTypes[field.type].parse(draft.current, field);
    if ("problem" in parsed) return setWrong(text(parsed.problem));
    close();
    if (JSON.stringify(parsed.value) === JSON.stringify(before)) return;
    change.mutateAsync({ item, fields: { [field.key]: parsed.value } }).then(
      (saved) => offerUndo(t("records:saved"), () => change.mutateAsync({ item: { ...item, ...saved }, fields: { [field.key]: before } })),
      (error: unknown) => tellProblem(error instanceof ApiProblem && error.status === 409 ? new ApiProblem(409, { title: t("records:conflict") }) : error),
    );
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !(event.shiftKey && field.type === "long_text")) save();
    else return;
    event.stopPropagation();
  };
  // Pop-ups of selects and calendars are drawn elsewhere in the page but belong to the editor.
  const leave = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (to instanceof Node && (event.currentTarget.contains(to) || (to instanceof Element && to.closest(".ant-select-dropdown, .ant-picker-dropdown")))) return;
    save();
  };
  return (
    <div className="cell-editor" title={wrong} data-wrong={wrong !== ""} onKeyDown={press} onBlur={leave} onClick={(event) => event.stopPropagation()}>
      <Edit
        field={field} value={value} name={nameIn(item, field.key)} autoFocus onDone={save}
        onChange={(next) => {
          draft.current = next;
          setValue(next);
          setWrong("");
        }}
      />
      {wrong && <small className="wrong">{wrong}</small>}
    </div>
  );
}
