import type { Ctx } from "../../core/ctx.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { recycleFacts } from "./facts.ts";
import { poolPolicy } from "./kind.ts";
import { compileRecycle, type Recycling } from "./recycle.ts";

const planned = new WeakMap<Write, Recycling>();

/** When each lead of a batch would be recycled, kept on the lead and for the hold that follows. */
export async function planRecycling(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const { body } = await publishedPolicy(tx.house, poolPolicy);
  const env = await filterEnv(tx);
  const decide = compileRecycle(body, env);
  for (const write of writes) {
    const recycling = decide(recycleFacts(write.after, env.timeZone));
    planned.set(write, recycling);
    write.after.recycle_at = recycling.at?.toISOString() ?? null;
  }
}

export const plannedRecycling = (write: Write): Recycling | undefined => planned.get(write);
