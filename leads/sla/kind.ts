import { policyKind } from "../../core/policies/kind.ts";
import { DEFAULT_SLA_POLICY, SlaPolicyShape } from "./policy.ts";
import { reviewEverybody } from "./publish.ts";
import { simulateSla } from "./simulate.ts";

export const slaPolicy = policyKind({
  kind: "sla", label: { zh: "时限规则", en: "SLA rules" }, schema: SlaPolicyShape, initial: DEFAULT_SLA_POLICY, simulate: simulateSla, onPublish: reviewEverybody,
});
