import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import type { Text } from "../refusal.ts";
import type { Verdict } from "./decision.ts";
import type { Reason } from "./reason.ts";

/** What a reason is about, by the id it has in its policy. */
function subject({ rule, clock, group }: Record<string, unknown>): string | null {
  if (typeof rule === "string") return rule;
  if (typeof clock === "string") return clock;
  return typeof group === "string" ? `group ${group}` : null;
}

/**
 * A verdict as it is stored: without the names of rules, which its policy version holds. Keeps a receipt below the 2 kB from
 * which PostgreSQL compresses a row; that took a quarter of an import.
 */
export function unnamed(verdict: Verdict): Verdict {
  const { candidates, ...rest } = verdict;
  const slim = (reasons: Reason[]) => reasons.map((reason) => {
    if (reason.facts.name === undefined || subject(reason.facts) === null) return reason;
    const { name: _, ...facts } = reason.facts;
    return { code: reason.code, facts };
  });
  const named = { ...rest, reasons: slim(rest.reasons) };
  return candidates && candidates.length > 0 ? { ...named, candidates } : named;
}

/** Puts the names back, as they stood in the version that decided; one statement. */
export async function withNames<V extends Verdict>(ctx: Ctx, verdicts: readonly V[]): Promise<V[]> {
  const versions = [...new Set(verdicts.map((v) => `${v.kind} ${v.version}`))].map((key) => key.split(" "));
  const { rows } = await sql<{ kind: string; version: number; body: unknown }>`
    select p.kind, p.version, p.body from clew.policy p
    join unnest(${versions.map(([kind]) => kind)}::text[], ${versions.map(([, version]) => Number(version))}::int[]) v(kind, version) using (kind, version)`.execute(ctx.db);
  const names = new Map(rows.map((r) => [`${r.kind} ${r.version}`, namesIn(r.body)]));
  return verdicts.map((verdict) => {
    const known = names.get(`${verdict.kind} ${verdict.version}`);
    const reasons = verdict.reasons.map((reason) => {
      const name = reason.facts.name === undefined ? known?.get(subject(reason.facts) ?? "") : undefined;
      return name ? { code: reason.code, facts: { ...reason.facts, name } } : reason;
    });
    return { ...verdict, reasons };
  });
}

/** Everything in a policy body that has an id and a name. */
function namesIn(body: unknown, found = new Map<string, Text>()): Map<string, Text> {
  if (body === null || typeof body !== "object") return found;
  const { id, name, rules } = body as { id?: unknown; name?: Text; rules?: unknown };
  if (typeof id === "string" && name) found.set(Array.isArray(rules) ? `group ${id}` : id, name);
  for (const part of Object.values(body)) namesIn(part, found);
  return found;
}
