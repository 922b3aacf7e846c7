import type { Item } from "./records.ts";
import { call } from "./call.ts";

export interface Candidate {
  value: string;
  label: string;
}

type Kind = "person" | "team" | "record";

/** People, teams or records that a text may mean, best first; at most 20. */
export async function candidates(kind: Kind, target: string, title: string, q: string): Promise<Candidate[]> {
  if (kind !== "record") return named(kind, q);
  const answer = await call<{ items: Item[] }>("GET", `/records/${target}`, { query: { q, limit: 20, fields: title } });
  return answer.items.map((item) => ({ value: item.id, label: String(item[title] ?? "") }));
}

/** Names of known ids; those the viewer may not see are left out. */
export async function namesOf(kind: Kind, target: string, title: string, ids: string[]): Promise<Candidate[]> {
  if (kind !== "record") return (await named(kind, "")).filter((each) => ids.includes(each.value));
  const answer = await call<{ items: Item[] }>("POST", `/records/${target}/query`, { body: { filter: { field: "id", op: "in", value: ids }, fields: [title], limit: ids.length } });
  return answer.items.map((item) => ({ value: item.id, label: String(item[title] ?? "") }));
}

async function named(kind: "person" | "team", q: string): Promise<Candidate[]> {
  const answer = await call<{ items: { id: string; name: string }[] }>("GET", kind === "person" ? "/people" : "/teams");
  const wanted = q.trim().toLowerCase();
  return answer.items.filter((each) => each.name.toLowerCase().includes(wanted)).map((each) => ({ value: each.id, label: each.name }));
}
