import { sql } from "kysely";
import { policyKind } from "../../core/policies/kind.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { defaultRoutePolicy, RoutePolicyShape } from "./policy.ts";
import { simulateRoute } from "./trial/simulate.ts";

export const routePolicy = policyKind({
  kind: "route", label: { zh: "分配规则", en: "Route rules" }, schema: RoutePolicyShape, initial: defaultRoutePolicy(DEFAULT_POOL), simulate: simulateRoute,
  // Rules by past conversion start with results that are counted now.
  async onPublish(tx) {
    await sql`update clew.route_stat_run set fire_at = ${tx.now}`.execute(tx.db);
  },
});
