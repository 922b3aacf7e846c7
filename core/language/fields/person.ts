import { EMPTINESS, EQUALITY, type FieldTypeDef } from "./definition.ts";
import { readId } from "./read-id.ts";

/** A person of the organisation. Filters accept "@me". */
export const person: FieldTypeDef = {
  kind: "id",
  column: () => "uuid",
  parse: (input) => readId(input),
  operators: [...EQUALITY, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
