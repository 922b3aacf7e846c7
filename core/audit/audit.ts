import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { newId } from "../records/new_id.ts";

export const SUBJECTS = ["person", "leave", "team", "role", "api_key", "organisation", "policy", "channel", "export", "purge"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Never written down, in whatever form. */
const SECRET = new Set(["password", "digest", "token_digest", "key"]);
/** Says nothing that the row does not say already. */
const SILENT = new Set(["id", "version", "created_at", "updated_at"]);

/**
 * Notes a change of the administration in its own transaction: who, what, when, and each field before and after. A change that
 * changes nothing is not noted. `secret` names what was changed without its content, e.g. a password.
 */
export async function audit(tx: Ctx, subject: Subject, of: { id: string; name: string; before?: object | null; after?: object | null; secret?: string }): Promise<void> {
  const diff = diffOf((of.before ?? {}) as Record<string, unknown>, (of.after ?? {}) as Record<string, unknown>);
  if (of.secret) diff[of.secret] = ["•••", "•••"];
  if (of.before && of.after && Object.keys(diff).length === 0) return;
  await sql`
    insert into clew.audit (id, at, event, actor_kind, actor_id, actor_name, address, subject, subject_id, subject_name, diff)
    values (${newId()}, ${tx.now}, ${tx.cause.event ?? tx.cause.kind}, ${tx.actor.kind}, ${tx.actor.id}::uuid, ${tx.actor.name}, ${tx.via.address ?? null}, ${subject}, ${of.id}, ${of.name}, ${JSON.stringify(diff)}::jsonb)`.execute(tx.db);
}

function diffOf(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, [unknown, unknown]> {
  const diff: Record<string, [unknown, unknown]> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (SECRET.has(key) || SILENT.has(key)) continue;
    const [from, to] = [before[key] ?? null, after[key] ?? null];
    if (JSON.stringify(from) !== JSON.stringify(to)) diff[key] = [from, to];
  }
  return diff;
}
