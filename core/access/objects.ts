import type { ObjectDef } from "../language/types.ts";

/** People as link targets: readable through paths such as "owner_id.name", kept in table clew.person. */
export const personObject: ObjectDef = {
  key: "person",
  label: { zh: "人员", en: "Person" },
  title: "name",
  standard: true,
  fields: [
    { key: "name", type: "text", label: { zh: "姓名", en: "Name" } },
    { key: "email", type: "email", label: { zh: "邮箱", en: "Email" } },
    { key: "role", type: "text", label: { zh: "角色", en: "Role" } },
    { key: "team_id", type: "team", label: { zh: "团队", en: "Team" } },
    { key: "status", type: "text", label: { zh: "状态", en: "Status" } },
  ],
};

/** Teams as link targets, kept in table clew.team. */
export const teamObject: ObjectDef = {
  key: "team",
  label: { zh: "团队", en: "Team" },
  title: "name",
  standard: true,
  fields: [
    { key: "name", type: "text", label: { zh: "名称", en: "Name" } },
    { key: "parent_id", type: "team", label: { zh: "上级团队", en: "Parent team" } },
  ],
};
