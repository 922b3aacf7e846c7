import type { Ctx } from "../../core/ctx.ts";
import type { Channel } from "./channels.ts";
import { arrive } from "./door.ts";
import type { Answer } from "./intake.ts";

/** Form fields that are not about the lead. */
const HONEYPOT = "_hp";

/** An arrival posted by a visitor of a public form; a filled-in honeypot is answered like any other and set aside. */
export async function publicArrival(ctx: Ctx, channel: Channel, payload: Record<string, unknown>, headers: Record<string, unknown>): Promise<Answer> {
  const { [HONEYPOT]: honeypot, ...rest } = payload;
  return arrive(ctx, channel, { payload: rest, headers, idempotencyKey: ctx.via.idempotencyKey, signals: { honeypot: Boolean(honeypot) } });
}
