import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { filterFields } from "../language/filter/parse.ts";
import type { Filter } from "../language/types.ts";
import type { Text } from "../refusal.ts";
import type { Verdict } from "./decision.ts";

/** What a reason is about, by the id it has in its policy. */
function subject({ rule, clock, group }: Record<string, unknown>): string | null {
  if (typeof rule === "string") return rule;
  if (typeof clock === "string") return clock;
  return typeof group === "string" ? `group ${group}` : null;
}

/** What a score policy itself says about a rule that fired. */
const OF_THE_RULE = ["name", "group", "fields"];

/**
 * A verdict as it is stored: without what its policy version says about a rule. Keeps a receipt below the 2 kB from which
 * PostgreSQL compresses a row; that took a quarter of an import.
 */
export function unnamed(verdict: Verdict): Verdict {
  const { candidates, ...rest } = verdict;
  const reasons = rest.reasons.map((reason) => {
    if (reason.facts.name === undefined || subject(reason.facts) === null) return reason;
    const left = verdict.kind === "score" && reason.facts.rule !== undefined ? OF_THE_RULE : ["name"];
    return { code: reason.code, facts: Object.fromEntries(Object.entries(reason.facts).filter(([key]) => !left.includes(key))) };
  });
  return { ...rest, reasons, ...(candidates && candidates.length > 0 ? { candidates } : {}) };
}

/** Puts back what was left out, as it stood in the version that decided; one statement. */
export async function withNames<V extends Verdict>(ctx: Ctx, verdicts: readonly V[]): Promise<V[]> {
  const versions = [...new Set(verdicts.map((v) => `${v.kind} ${v.version}`))].map((key) => key.split(" "));
  const { rows } = await sql<{ kind: string; version: number; body: unknown }>`
    select p.kind, p.version, p.body from clew.policy p
    join unnest(${versions.map(([kind]) => kind)}::text[], ${versions.map(([, version]) => Number(version))}::int[]) v(kind, version) using (kind, version)`.execute(ctx.db);
  const known = new Map(rows.map((r) => [`${r.kind} ${r.version}`, factsIn(r.body)]));
  return verdicts.map((verdict) => {
    const facts = known.get(`${verdict.kind} ${verdict.version}`);
    const reasons = verdict.reasons.map((reason) => {
      const { name, ...more } = facts?.get(subject(reason.facts) ?? "") ?? {};
      if (!name || reason.facts.name !== undefined) return reason;
      return { code: reason.code, facts: { ...(verdict.kind === "score" && reason.facts.rule !== undefined ? more : {}), ...reason.facts, name } };
    });
    return { ...verdict, reasons };
  });
}

interface Known {
  name?: Text;
  group?: string;
  fields?: string[];
}

/** Everything in a policy body that has an id and a name. */
function factsIn(body: unknown, group?: string, found = new Map<string, Known>()): Map<string, Known> {
  if (body === null || typeof body !== "object") return found;
  const { id, name, rules, when } = body as { id?: unknown; name?: Text; rules?: unknown; when?: Filter };
  const isGroup = typeof id === "string" && Array.isArray(rules);
  if (typeof id === "string" && name) found.set(isGroup ? `group ${id}` : id, { name, ...(group ? { group } : {}), ...(when ? { fields: filterFields(when) } : {}) });
  for (const part of Object.values(body)) factsIn(part, isGroup ? id : group, found);
  return found;
}
