import type { Directory } from "../../core/access/directory.ts";
import type { PolicyStep } from "./policy.ts";

interface Group {
  /** Everybody active in it, once. */
  ids: string[];
  /** How it is called; unnamed, by its teams. */
  name: string;
}

/** Reads groups of a policy: the people named, those directly in its teams, those with one of its roles. Each is worked out once. */
export function groupsOf(people: Directory): (to: PolicyStep["to"]) => Group {
  const known = new Map<string, Group>();
  return (to) => {
    const key = JSON.stringify(to ?? null);
    let group = known.get(key);
    if (!group) known.set(key, (group = groupOf(people, to)));
    return group;
  };
}

function groupOf(people: Directory, to: PolicyStep["to"]): Group {
  const roles = new Set(to?.roles);
  const ids = new Set([...(to?.people ?? []), ...(to?.teams ?? []).flatMap((team) => people.peopleIn(team)), ...(roles.size > 0 ? [...people.people.values()].flatMap(({ id, role }) => (roles.has(role) ? [id] : [])) : [])]);
  return { ids: [...ids].filter((id) => people.people.get(id)?.status === "active"), name: to?.name || (to?.teams ?? []).flatMap((team) => people.teams.get(team)?.name ?? []).join("、") };
}
