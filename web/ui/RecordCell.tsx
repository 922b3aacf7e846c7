import type { ReactNode } from "react";
import type { Value as FieldValue } from "../../core/language/types.ts";
import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import { nameIn, type Item } from "../api/records.ts";
import { useWords } from "../words/words.ts";
import { CellEditor } from "./CellEditor.tsx";
import { Value } from "./Value.tsx";

interface Props {
  object: ObjectMeta;
  field: FieldMeta;
  item: Item;
  renderer: ((item: Item) => ReactNode) | undefined;
  editing: boolean;
  onEdit: () => void;
  onClose: () => void;
  onOpen: (item: Item) => void;
}

/** One cell: opens the record from its title, edits in place on a double click where the viewer may. */
export function RecordCell({ object, field, item, renderer, editing, onEdit, onClose, onOpen }: Props) {
  const t = useWords();
  const value = item[field.key] as FieldValue | undefined;
  if (editing) return <CellEditor object={object} field={field} item={item} onClose={onClose} />;
  const name = nameIn(item, field.key);
  const shown = renderer ? renderer(item) : <Value field={field} value={value} name={name} />;
  if (field.key === object.title) {
    return <button type="button" className="cell-title" onClick={() => onOpen(item)}>{value === null || value === undefined ? t("records:no_name") : shown}</button>;
  }
  if (!mayEdit(field, item)) return <div className="cell">{shown}</div>;
  return <div className="cell cell-editable" onDoubleClick={onEdit}>{shown}</div>;
}

/** Whether the viewer may edit this field of this record. */
export function mayEdit(field: FieldMeta, item: Item): boolean {
  return !field.readonly && field.type !== "auto_number" && field.type !== "file" && (field.access ?? "edit") === "edit" && (item.abilities?.includes("edit") ?? false);
}
