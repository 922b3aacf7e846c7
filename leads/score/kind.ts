import { policyKind } from "../../core/policies/kind.ts";
import { DEFAULT_SCORE_POLICY } from "./default.ts";
import { ScorePolicyShape } from "./policy.ts";
import { queueRescoring } from "./rescore.ts";
import { simulateScore } from "./simulate.ts";

export const scorePolicy = policyKind({
  kind: "score", label: { zh: "评分规则", en: "Score rules" }, schema: ScorePolicyShape, initial: DEFAULT_SCORE_POLICY, simulate: simulateScore, onPublish: queueRescoring,
});
