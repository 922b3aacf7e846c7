import type { Item } from "./records.ts";
import { call } from "./call.ts";

export interface Candidate {
  value: string;
  label: string;
}

type Kind = "person" | "team" | "record";

/** People, teams or records that a text may mean, best first; at most 20. */
export async function candidates(kind: Kind, target: string, title: string, q: string): Promise<Candidate[]> {
  if (kind === "person") return (await call<Named>("GET", "/people", { query: { q, status: "active", limit: 20 } })).items.map(candidate);
  if (kind === "team") return (await call<Named>("GET", "/teams", { query: { limit: 1_000 } })).items.filter((team) => team.name.toLowerCase().includes(q.trim().toLowerCase())).map(candidate);
  const answer = await call<{ items: Item[] }>("GET", `/records/${target}`, { query: { q, limit: 20, fields: title } });
  return answer.items.map((item) => ({ value: item.id, label: String(item[title] ?? "") }));
}

/** Names of known ids; those the viewer may not see are left out. */
export async function namesOf(kind: Kind, target: string, title: string, ids: string[]): Promise<Candidate[]> {
  if (kind !== "record") return (await call<Named>("GET", kind === "person" ? "/people" : "/teams", { query: { limit: 1_000 } })).items.map(candidate).filter((each) => ids.includes(each.value));
  const answer = await call<{ items: Item[] }>("POST", `/records/${target}/query`, { body: { filter: { field: "id", op: "in", value: ids }, fields: [title], limit: ids.length } });
  return answer.items.map((item) => ({ value: item.id, label: String(item[title] ?? "") }));
}

interface Named {
  items: { id: string; name: string }[];
}

const candidate = (each: Named["items"][number]): Candidate => ({ value: each.id, label: each.name });
