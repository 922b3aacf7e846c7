import { useQuery } from "@tanstack/react-query";
import type { FieldAccess, Scope } from "../../core/ctx.ts";
import type { Text } from "../../core/refusal.ts";
import { call } from "../api/call.ts";
import type { GradeCaps, Shifts } from "./Capacity.tsx";

export interface Person {
  id: string;
  name: string;
  email: string | null;
  role: string;
  team_id: string | null;
  phone: string | null;
  status: "active" | "inactive";
  territories: string[];
  skills: string[];
  cap_open: number | null;
  cap_daily: number | null;
  cap_grades: GradeCaps;
  shifts: Shifts | null;
  version: number;
}

export interface Team {
  id: string;
  name: string;
  parent_id: string | null;
  manager_id: string | null;
  version: number;
}

export interface Grants {
  verbs: Record<string, string[]>;
  scope: Record<string, Scope>;
  fields: Record<string, Record<string, FieldAccess>>;
}

export interface Role {
  key: string;
  label: Text;
  grants: Grants;
  standard: boolean;
  version: number;
}

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Every item of a paged list, a thousand a call. */
export async function everything<T>(path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await call<Page<T>>("GET", path, { query: { limit: 1_000, cursor } });
    all.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

export const usePeople = () => useQuery({ queryKey: ["person", "all"], queryFn: () => everything<Person>("/people"), staleTime: 60_000 });
export const useTeams = () => useQuery({ queryKey: ["team", "all"], queryFn: () => everything<Team>("/teams"), staleTime: 60_000 });
export const useRoles = (enabled = true) => useQuery({ queryKey: ["role", "all"], queryFn: () => call<Page<Role>>("GET", "/roles").then((answer) => answer.items), staleTime: 60_000, enabled });

/** Ids of a team and of all below it. */
export function teamsUnder(teams: readonly Team[], id: string): Set<string> {
  const found = new Set([id]);
  for (const team of found) for (const each of teams) if (each.parent_id === team) found.add(each.id);
  return found;
}

export interface Pool {
  id: string;
  name: string;
}

/** Every pool of the organisation. */
export const usePools = () =>
  useQuery({ queryKey: ["records", "pool", "names"], queryFn: () => call<{ items: Pool[] }>("POST", "/records/pool/query", { body: { fields: ["name"], limit: 200 } }).then((answer) => answer.items), staleTime: 60_000 });
