import { policyKind } from "../../core/policies/kind.ts";
import { queueFiling } from "./blocking/filing.ts";
import { simulateMatch } from "./simulate.ts";
import { DEFAULT_MATCH_POLICY, MatchPolicyShape } from "./policy.ts";

export const matchPolicy = policyKind({
  kind: "match", label: { zh: "查重规则", en: "Match rules" }, schema: MatchPolicyShape, initial: DEFAULT_MATCH_POLICY, simulate: simulateMatch, onPublish: queueFiling,
});
