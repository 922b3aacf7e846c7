import { policyKind } from "../../core/policies/kind.ts";
import { DEFAULT_POOL_POLICY, PoolPolicyShape } from "./policy.ts";
import { queueReplanning } from "./replan.ts";
import { simulatePool } from "./simulate.ts";

export const poolPolicy = policyKind({
  kind: "pool", label: { zh: "公海规则", en: "Pool rules" }, schema: PoolPolicyShape, initial: DEFAULT_POOL_POLICY, simulate: simulatePool, onPublish: queueReplanning,
});
