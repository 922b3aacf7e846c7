import { z } from "zod";
import type { Ctx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { Refusal } from "../../core/refusal.ts";

/** One answer per id of a bulk verb: done, or why not. */
export const PerId = <Shape extends z.ZodRawShape>(done: Shape) =>
  z.object({
    items: z.array(z.union([
      z.object({ id: z.uuid(), ok: z.literal(true), ...done }),
      z.object({ id: z.uuid(), ok: z.literal(false), code: z.string(), title: z.string(), facts: z.record(z.string(), z.unknown()) }),
    ])),
    done: z.number(),
  });

/** The same as `PerId` says it, for one id. */
export function refusedItem(ctx: Ctx, id: string, refused: Refusal): { id: string; ok: false; code: string; title: string; facts: Record<string, unknown> } {
  return { id, ok: false, code: refused.code, title: ctx.locale === "en" ? refused.text.en : refused.text.zh, facts: refused.facts };
}

/**
 * Runs a batch in one transaction. `work` answers a refusal for what it left out; when it throws one, nothing of the batch was
 * kept and each item is tried alone, so that one bad item never keeps the others from being done.
 */
export async function batchOrEach<I, O>(ctx: Ctx, items: readonly I[], work: (tx: Ctx, items: readonly I[]) => Promise<(O | Refusal)[]>): Promise<(O | Refusal)[]> {
  const attempt = async (some: readonly I[]): Promise<(O | Refusal)[]> => {
    try {
      return await transaction(ctx, (tx) => work(tx, some));
    } catch (error) {
      if (error instanceof Refusal && some.length === 1) return [error];
      if (error instanceof Refusal && !ctx.afterCommit) {
        const answers: (O | Refusal)[] = [];
        for (const item of some) answers.push(...(await attempt([item])));
        return answers;
      }
      throw error;
    }
  };
  return attempt(items);
}
