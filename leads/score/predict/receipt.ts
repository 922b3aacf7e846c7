import type { Reason } from "../../../core/policies/reason.ts";

/** The reasons of a prediction for somebody who may not see every field: the factor is named, its value is not. */
export function shadeReasons(reasons: readonly Reason[], visible: (field: string) => boolean): Reason[] {
  return reasons.map((reason) => (typeof reason.facts.field === "string" && reason.code === "factor" && !visible(reason.facts.field) ? { ...reason, facts: { ...reason.facts, level: { zh: "", en: "" } } } : reason));
}
