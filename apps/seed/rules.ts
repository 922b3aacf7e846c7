import type { Filter } from "../../core/language/types.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import type { RoutePolicy, RouteRule } from "../../leads/route/policy.ts";
import { EMPLOYEES } from "./data/company.ts";
import { ENTERPRISE, REGIONS } from "./data/words.ts";
import type { Founded } from "./found.ts";
import { scene, type Stage } from "./stage.ts";

/** Publishes how the sample company hands out leads; score, match, pool and SLA rules stay as they ship. */
export async function publishRules(stage: Stage, company: Founded): Promise<void> {
  await scene(stage, async (tx) => {
    await draftPolicy.run(tx, { kind: "route", body: routePolicyOf(company), note: "按区域轮流，推荐给资深，大项目给大客户组" });
    await publishPolicy.run(tx, { kind: "route" });
  });
}

function routePolicyOf({ team, person, keyPool }: Founded): RoutePolicy {
  const seniors = EMPLOYEES.filter((e) => e.senior).map((e) => ({ id: person.get(e.name) as string, weight: Math.round(e.skill * 10) }));
  const region = (name: string, key: string, teamName: string): RouteRule => ({
    id: key, name: { zh: `${name}按地区轮流`, en: `${key}: round robin by territory` }, when: inProvinces(name), target: { kind: "team", id: team.get(teamName) as string, below: true }, territory: true,
    strategy: { kind: "sticky", otherwise: { kind: "round_robin" } },
  });
  return {
    rules: [
      { id: "known-account", name: { zh: "老客户归原负责人", en: "Known accounts stay with their owner" }, when: { all: [] }, target: { kind: "account_owner" }, strategy: { kind: "round_robin" } },
      { id: "enterprise", name: { zh: "大项目给大客户组", en: "Enterprise to key accounts" }, when: { field: "product_line", op: "is", value: ENTERPRISE }, target: { kind: "team", id: team.get("大客户组") as string }, strategy: { kind: "least_open" } },
      { id: "enterprise-rest", name: { zh: "大项目无人可接时进大客户公海", en: "Enterprise leads wait for key accounts" }, when: { field: "product_line", op: "is", value: ENTERPRISE }, target: { kind: "pool", id: keyPool }, strategy: { kind: "round_robin" } },
      {
        id: "referral", name: { zh: "转介给资深销售", en: "Referrals to seniors" }, when: { field: "source", op: "in", value: ["客户推荐", "合作伙伴"] },
        target: { kind: "people", ids: seniors.map((s) => s.id) }, strategy: { kind: "weighted", weights: Object.fromEntries(seniors.map((s) => [s.id, s.weight])) },
      },
      {
        id: "cold-ads", name: { zh: "低分广告线索进公海", en: "Cold advertising leads to the pool" },
        when: { all: [{ field: "source", op: "is", value: "抖音广告" }, { field: "score", op: "lt", value: 24 }] }, target: { kind: "pool", id: DEFAULT_POOL }, strategy: { kind: "round_robin" },
      },
      region("华东", "east", "华东大区"), region("华南", "south", "华南大区"), region("华北", "north", "华北大区"),
    ],
    fallback: { kind: "pool", id: DEFAULT_POOL },
  };
}

const inProvinces = (name: string): Filter => ({ field: "province", op: "in", value: REGIONS.find((r) => r.region === name)?.places.map(([province]) => province) ?? [] });
