import { createApiKey } from "./keys/create.ts";
import { listApiKeys } from "./keys/list.ts";
import { revokeApiKey } from "./keys/revoke.ts";
import { changeMyPassword } from "./me/change_password.ts";
import { endMyOtherSessions } from "./me/end_other_sessions.ts";
import { endMySession } from "./me/end_session.ts";
import { getMe } from "./me/get.ts";
import { listMySessions } from "./me/list_sessions.ts";
import { updateMe } from "./me/update.ts";
import { getOrganisation } from "./organisation/get.ts";
import { updateOrganisation } from "./organisation/update.ts";
import { addLeave } from "./people/add_leave.ts";
import { createPerson } from "./people/create.ts";
import { deactivatePerson } from "./people/deactivate.ts";
import { getPerson } from "./people/get.ts";
import { listPeople } from "./people/list.ts";
import { listLeave } from "./people/list_leave.ts";
import { removeLeave } from "./people/remove_leave.ts";
import { updatePerson } from "./people/update.ts";
import { createRole } from "./roles/create.ts";
import { getRole } from "./roles/get.ts";
import { listRoles } from "./roles/list.ts";
import { removeRole } from "./roles/remove.ts";
import { updateRole } from "./roles/update.ts";
import { setUp } from "./setup/create.ts";
import { getSetup } from "./setup/get.ts";
import { createTeam } from "./teams/create.ts";
import { getTeam } from "./teams/get.ts";
import { listTeams } from "./teams/list.ts";
import { removeTeam } from "./teams/remove.ts";
import { updateTeam } from "./teams/update.ts";

/** Every operation of this room, for apps/everything. */
export const accessOperations = [
  getSetup, setUp, getMe, updateMe, changeMyPassword, listMySessions, endMySession, endMyOtherSessions,
  listPeople, createPerson, getPerson, updatePerson, deactivatePerson, listLeave, addLeave, removeLeave,
  listTeams, createTeam, getTeam, updateTeam, removeTeam, listRoles, createRole, getRole, updateRole, removeRole,
  listApiKeys, createApiKey, revokeApiKey, getOrganisation, updateOrganisation,
] as const;
