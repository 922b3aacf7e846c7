import type { Ctx } from "../core/ctx.ts";
import { transaction } from "../core/db/transaction.ts";
import { shipChannels } from "./capture/channels.ts";
import { shipPool } from "./pool/ship_pool.ts";

/** What an empty organisation starts with: one pool, one channel of each kind. */
export async function shipLeads(ctx: Ctx): Promise<void> {
  await transaction(ctx, async (tx) => {
    await shipPool(tx);
    await shipChannels(tx);
  });
}
