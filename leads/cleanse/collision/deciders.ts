import type { Directory } from "../../../core/access/directory.ts";
import { grantedScope, grantsVerb } from "../../../core/access/grants.ts";

/** The active managers above somebody, nearest first. */
function managersAbove(people: Directory, person: string): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  for (let team = people.people.get(person)?.teamId ?? null; team && !seen.has(team); team = people.teams.get(team)?.parentId ?? null) {
    seen.add(team);
    const manager = people.teams.get(team)?.managerId;
    if (manager && manager !== person && !found.includes(manager) && people.people.get(manager)?.status === "active") found.push(manager);
  }
  return found;
}

/** Who decides between two people, nearest first: managers of both. Empty: nobody stands above both. */
export function managersOfBoth(people: Directory, one: string, other: string): string[] {
  const theirs = new Set(managersAbove(people, other));
  return managersAbove(people, one).filter((manager) => theirs.has(manager) && manager !== other);
}

/** Active people who may decide for the whole organisation. */
export function overseers(people: Directory): string[] {
  return [...people.people.values()].filter((person) => {
    const grants = people.roles.get(person.role)?.grants;
    return person.status === "active" && grants && grantsVerb(grants, "collision", "decide") && grantedScope(grants, "lead") === "all";
  }).map((person) => person.id);
}

/** Whom to tell that a collision waits for a verdict. */
export const asked = (people: Directory, decider: string | null): string[] => (decider ? [decider] : overseers(people));
