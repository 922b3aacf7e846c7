import { EMPTINESS, EQUALITY, type FieldTypeDef } from "./definition.ts";
import { readId } from "./read-id.ts";

/** A record of the object named in `target`. */
export const link: FieldTypeDef = {
  kind: "id",
  column: () => "uuid",
  parse: (input) => readId(input),
  operators: [...EQUALITY, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
