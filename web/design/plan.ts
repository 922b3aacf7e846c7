import type { FieldDef } from "../../core/language/types.ts";
import type { Text } from "../../core/refusal.ts";

/** A change of an object as the server plans and applies it. */
export interface ObjectChange {
  key: string;
  label?: Text;
  retired?: boolean;
  fields?: Omit<FieldDef, "internal">[];
}

export interface PlanStep {
  kind: string;
  title: Text;
}
