import type { RoleGrants } from "../ctx.ts";
import type { Text } from "../refusal.ts";

export interface StandardRole {
  key: string;
  label: Text;
  grants: RoleGrants;
}

const WRITE = ["read", "create", "edit"];
const LEAD_WORK = ["claim", "release", "accept", "disqualify", "convert", "check"];
const SALES_OBJECTS = ["account", "contact", "opportunity", "order"];

const manager: RoleGrants = {
  verbs: {
    ...each([...SALES_OBJECTS, "campaign"], [...WRITE, "remove", "assign", "transfer", "merge", "export"]),
    ...each(["activity", "task"], [...WRITE, "remove", "assign"]),
    lead: [...WRITE, ...LEAD_WORK, "remove", "assign", "transfer", "merge", "export"],
    pool: ["read", "manage"],
    collision: ["read", "decide"],
    import: ["read", "create", "read_all"],
    sla: ["read"],
    ...each(["insight", "dashboard"], WRITE),
    view: [...WRITE, "share"],
    ...each(["policy", "decision", "arrival", "channel", "form", "object", "flow", "person", "team", "role"], ["read"]),
    leave: WRITE,
  },
  scope: { "*": "team_and_below", campaign: "all" },
  fields: {},
};

const rep: RoleGrants = {
  verbs: {
    lead: [...WRITE, ...LEAD_WORK],
    ...each([...SALES_OBJECTS, "activity", "task"], WRITE),
    view: WRITE,
    ...each(["campaign", "pool", "sla", "collision", "insight", "dashboard", "decision", "object", "person", "team"], ["read"]),
  },
  scope: { "*": "own", campaign: "all" },
  fields: {},
};

const marketer: RoleGrants = {
  verbs: {
    lead: [...WRITE, "merge"],
    ...each(["campaign", "channel", "form", "insight", "dashboard", "journey"], [...WRITE, "remove"]),
    view: [...WRITE, "remove", "share"],
    import: ["read", "create"],
    arrival: ["read", "replay"],
    task: WRITE,
    ...each([...SALES_OBJECTS, "activity", "policy", "decision", "object", "flow", "pool", "sla", "person", "team"], ["read"]),
  },
  scope: { "*": "all", task: "own" },
  fields: {},
};

const viewer: RoleGrants = {
  verbs: each([
    "lead", ...SALES_OBJECTS, "campaign", "activity", "task", "pool", "sla", "collision", "insight", "dashboard", "view",
    "decision", "object", "person", "team",
  ], ["read"]),
  scope: { "*": "all" },
  fields: Object.fromEntries(["lead", ...SALES_OBJECTS].map((object) => [object, { phone: "masked", email: "masked", wechat: "masked" }])),
};

/** Roles every organisation starts with; their grants can be changed there, the roles themselves stay. */
export const STANDARD_ROLES: readonly StandardRole[] = [
  { key: "admin", label: { zh: "管理员", en: "Administrator" }, grants: { verbs: { "*": ["*"] }, scope: { "*": "all" }, fields: {} } },
  { key: "manager", label: { zh: "团队主管", en: "Team manager" }, grants: manager },
  { key: "rep", label: { zh: "销售", en: "Sales rep" }, grants: rep },
  { key: "marketer", label: { zh: "市场", en: "Marketer" }, grants: marketer },
  { key: "viewer", label: { zh: "只读", en: "Viewer" }, grants: viewer },
];

function each(objects: string[], verbs: string[]): Record<string, string[]> {
  return Object.fromEntries(objects.map((object) => [object, verbs]));
}
