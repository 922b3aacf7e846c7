import type { Text } from "../../core/refusal.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { StoredStep } from "./stored.ts";
import { slaReason } from "./words.ts";

/** What a clock has done on its way so far, for its receipt; handing on and taking back have receipts of their own. Pure. */
export function firedReasons(steps: readonly StoredStep[], fired: number, roles: ReadonlyMap<string, { label: Text }>): Reason[] {
  return steps.slice(0, fired).flatMap(({ at, do: how, to }): Reason[] => {
    if (how === "reassign" || how === "return_to_pool") return [];
    if (how !== "notify_group") return [slaReason(`did_${how}`, { at })];
    const whom = [...(to?.teams ?? []), ...(to?.roles ?? []).map((role) => roles.get(role)?.label ?? role), ...(to?.people ?? [])];
    return [to?.name ? slaReason("did_notify_named_group", { at, called: to.name, whom }) : slaReason("did_notify_group", { at, whom })];
  });
}
