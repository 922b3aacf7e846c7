import { policyKind } from "../../core/policies/kind.ts";
import { queueFiling } from "./blocking/filing.ts";
import { DEFAULT_MATCH_POLICY, MatchPolicyShape } from "./policy.ts";

export const matchPolicy = policyKind({
  kind: "match", label: { zh: "查重规则", en: "Match rules" }, schema: MatchPolicyShape, initial: DEFAULT_MATCH_POLICY, 
  // A trial reads arrivals again by the doors they came through, which lead back here.
  simulate: async (ctx, draft, run) => (await import("./simulate.ts")).simulateMatch(ctx, draft, run), onPublish: queueFiling,
});
