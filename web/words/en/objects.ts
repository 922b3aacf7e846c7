import type zh from "../zh-CN/objects.ts";
import type { Same } from "../same.ts";

export default {
  roles_hint: "Which roles may use it (administrators always may; whose records a role sees follows from its scope; both can be changed under Roles):",
  access_none: "Hidden",
  access_read: "See",
  access_edit: "See and edit",
  open_list: "Open the list",
} satisfies Same<typeof zh>;
