import { policyKind } from "../../core/policies/kind.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { defaultRoutePolicy, RoutePolicyShape } from "./policy.ts";
import { simulateRoute } from "./simulate.ts";

export const routePolicy = policyKind({ kind: "route", label: { zh: "分配规则", en: "Route rules" }, schema: RoutePolicyShape, initial: defaultRoutePolicy(DEFAULT_POOL), simulate: simulateRoute });
