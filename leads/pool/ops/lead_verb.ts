import { z } from "zod";
import type { Ctx, Locale } from "../../../core/ctx.ts";
import { op } from "../../../core/op.ts";
import type { Text } from "../../../core/refusal.ts";
import type { Done } from "../verbs.ts";

const LeadState = z.object({
  id: z.uuid(), version: z.number(), owner_id: z.uuid().nullable(), pool_id: z.uuid().nullable(), stage: z.string(),
  protected_until: z.string().nullable(), recycle_at: z.string().nullable(), response_due_at: z.string().nullable(),
});
const Each = z.object({ id: z.uuid(), ok: z.boolean(), code: z.string().optional(), title: z.string().optional(), facts: z.record(z.string(), z.unknown()).optional(), lead: LeadState.optional() });

function stateOf({ id, row }: Done): z.input<typeof LeadState> {
  const text = (key: string) => (row?.[key] as string | null | undefined) ?? null;
  return {
    id, version: row?.version as number, owner_id: text("owner_id"), pool_id: text("pool_id"), stage: String(row?.stage),
    protected_until: text("protected_until"), recycle_at: text("recycle_at"), response_due_at: text("response_due_at"),
  };
}

function eachOf(done: Done, locale: Locale): z.input<typeof Each> {
  if (!done.refused) return { id: done.id, ok: true, lead: stateOf(done) };
  return { id: done.id, ok: false, code: done.refused.code, title: done.refused.text[locale === "en" ? "en" : "zh"], facts: done.refused.facts };
}

/**
 * A verb on leads as two operations: one lead, refused as a problem, and up to 1,000, answered each for itself. `extra` are the
 * verb's own inputs.
 */
export function leadVerb<const V extends string, E extends z.ZodRawShape>(definition: {
  verb: V;
  title: Text;
  /** The verb of the permission, where it is another. */
  needs?: string;
  extra: E;
  run(ctx: Ctx, ids: readonly string[], input: z.output<z.ZodObject<E, z.core.$strict>>): Promise<Done[]>;
}) {
  const { verb, title, extra, run } = definition;
  const needs = `lead:${definition.needs ?? verb}` as const;
  const one = op({
    name: `lead.${verb}`, title, needs,
    http: { method: "POST", path: `/leads/:id/${verb}` },
    input: z.strictObject({ ...extra, id: z.uuid() }),
    output: LeadState,
    async run(ctx, input) {
      const { id, ...rest } = input as { id: string };
      const [done] = await run(ctx, [id], rest as z.output<z.ZodObject<E, z.core.$strict>>);
      if (done?.refused) throw done.refused;
      return stateOf(done as Done);
    },
  });
  const many = op({
    name: `lead.${verb}_many`, title, needs,
    http: { method: "POST", path: `/leads/${verb}` },
    input: z.strictObject({ ...extra, ids: z.array(z.uuid()).min(1).max(1_000) }),
    output: z.object({ items: z.array(Each), done: z.number() }),
    async run(ctx, input) {
      const { ids, ...rest } = input as { ids: string[] };
      const results = await run(ctx, ids, rest as z.output<z.ZodObject<E, z.core.$strict>>);
      return { items: results.map((r) => eachOf(r, ctx.locale)), done: results.filter((r) => !r.refused).length };
    },
  });
  return [one, many] as const;
}
