import type { Directory } from "../core/access/directory.ts";

/** Whether what somebody did counts for a lead's owner: the owner, somebody of their team or of a team above it, or a machine of the company. */
export function sameTeam(people: Directory, owner: string, doer: string | null): boolean {
  if (doer === null || doer === owner) return true;
  const [theirs, mine] = [people.people.get(doer)?.teamId, people.people.get(owner)?.teamId];
  return people.managerOf(owner) === doer || Boolean(theirs && mine && people.teamsUnder(theirs).includes(mine));
}
