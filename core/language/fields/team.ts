import { EMPTINESS, EQUALITY, type FieldTypeDef } from "./definition.ts";
import { readId } from "./read-id.ts";

/** A team. Filters accept "@my_team"; `under` takes a team with everything below it. */
export const team: FieldTypeDef = {
  kind: "id",
  column: () => "uuid",
  parse: (input) => readId(input),
  operators: [...EQUALITY, "under", ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
