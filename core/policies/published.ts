import { sql } from "kysely";
import type { z } from "zod";
import type { Ctx, House } from "../ctx.ts";
import { cached } from "../db/cached.ts";
import { transaction } from "../db/transaction.ts";
import { type PolicyKind, policyKinds } from "./kind.ts";

/** kind → published version and body. */
export const publishedPolicies = cached("policies", async (db) => {
  const { rows } = await sql<{ kind: string; version: number; body: unknown }>`select kind, version, body from clew.policy where status = 'published'`.execute(db);
  return new Map(rows.map((r) => [r.kind, r]));
});

/** The published policy of a kind; what ships with Clew is version 1 of every organisation. */
export async function publishedPolicy<S extends z.ZodType>(house: House, kind: PolicyKind<S>): Promise<{ version: number; body: z.output<S> }> {
  const found = (await publishedPolicies.get(house)).get(kind.kind);
  if (!found) throw new Error(`no published ${kind.kind} policy`);
  return found as { version: number; body: z.output<S> };
}

/** Publishes the shipped policy of every kind that has none yet. */
export async function shipPolicies(ctx: Ctx): Promise<void> {
  await transaction(ctx, async (tx) => {
    for (const kind of policyKinds(tx.house).values()) {
      await sql`
        insert into clew.policy (kind, version, status, body, changed_at, published_at)
        select ${kind.kind}, 1, 'published', ${JSON.stringify(kind.initial)}::jsonb, ${tx.now}, ${tx.now}
        where not exists (select 1 from clew.policy where kind = ${kind.kind})`.execute(tx.db);
    }
    await publishedPolicies.changed(tx);
  });
}
