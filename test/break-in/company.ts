import { createChannel } from "../../leads/capture/ops/channels.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { createRole } from "../../core/access/roles/create.ts";
import type { Actor } from "../../core/ctx.ts";
import type { World } from "../world.ts";

type Person = Actor & { kind: "person" };

/** What only team B may see; no answer to anybody of team A may hold one of these. */
export const SECRETS = ["机密乙", "secretb", "8613971110", "13971110", "乙方专属"];

export interface Company {
  admin: Person;
  marketer: Person;
  viewer: Person;
  /** Team A: those who try. */
  managerA: Person;
  repA: Person;
  /** Team B: those who own what is tried for. */
  managerB: Person;
  repB: Person;
  /** Signed in, with no rights at all. */
  nothing: Person;
  leadA: string;
  leadsB: string[];
  accountB: string;
  contactB: string;
  activityB: string;
  campaign: string;
}

/** Two teams that must not see each other, and one record of every kind in the second. */
export async function company(w: World): Promise<Company> {
  const admin = await w.person("管理员", "admin");
  await w.as(admin, createRole, { key: "nothing", label: { zh: "无权限", en: "Nothing" }, grants: { verbs: {}, scope: {}, fields: {} } });
  const marketer = await w.person("市场", "marketer");
  const viewer = await w.person("只读", "viewer");
  const managerA = await w.person("甲主管", "manager", "甲组");
  const repA = await w.person("甲销售", "rep", "甲组");
  const managerB = await w.person("乙主管", "manager", "乙组");
  const repB = await w.person("乙销售", "rep", "乙组");
  const nothing = await w.person("访客", "nothing");
  const create = async (actor: Actor, object: string, body: Record<string, unknown>) => ((await w.as(actor, createRecords, { object, body })) as { id: string }).id;
  const campaign = await create(admin, "campaign", { name: "春季" });
  const leadsB: string[] = [];
  for (const n of [1, 2, 3]) {
    leadsB.push(await create(repB, "lead", {
      name: `机密乙${n}`, phone: `1397111020${n}`, email: `secretb${n}@example.cn`, company: `乙方专属科技${n}有限公司`, budget: 970_000 + n, external_id: `secretb-${n}`, tags: ["key"], note: "机密乙备注",
    }));
  }
  const accountB = await create(repB, "account", { name: "乙方专属集团", phone: "13971110301", external_id: "secretb-account" });
  const contactB = await create(repB, "contact", { name: "机密乙联系人", phone: "13971110302", account_id: accountB });
  const activityB = await create(repB, "activity", { kind: "call", summary: "机密乙通话", happened_at: "2026-03-02T01:00:00Z", lead_id: leadsB[0] });
  const leadA = await create(repA, "lead", { name: "甲客户", phone: "13971220101" });
  await w.as(admin, createChannel, { key: "probe", kind: "api", name: "探测" });
  return { admin, marketer, viewer, managerA, repA, managerB, repB, nothing, leadA, leadsB, accountB, contactB, activityB, campaign };
}
