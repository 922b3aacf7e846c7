import type { FieldDef, Value as FieldValue } from "../../core/language/types.ts";
import { fieldTwins } from "../fields/registry.tsx";

interface Props {
  field: FieldDef;
  value: FieldValue | undefined;
  /** Name of the linked person, team or record (`_names` of the record). */
  name?: string | undefined;
}

/** Draws a value as its field's type does; nothing for an empty one. */
export function Value({ field, value, name }: Props) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return null;
  const { Show } = fieldTwins[field.type];
  return <Show field={field} value={value} name={name} />;
}
