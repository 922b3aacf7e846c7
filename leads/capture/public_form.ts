import { withinLimit } from "../../core/access/rate.ts";
import type { Ctx } from "../../core/ctx.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { Invalid, TooLarge, TooMany } from "../../core/refusal.ts";
import type { Channel } from "./channels.ts";
import { arrive } from "./door.ts";
import { typingMistakes, unknownNames } from "./form/check.ts";
import { joinVisitor, VISITOR } from "./events/visitor.ts";
import { type Form, formOf } from "./form/definition.ts";
import { useSolution } from "./form/guard.ts";
import type { Answer } from "./arrival.ts";
import { writableFields } from "./map.ts";

/** Names in a post that are not about the lead: the field no person sees, and the proof of work. */
const HONEYPOT = "_hp";
const SOLUTION = "altcha";
const PER_MINUTE = 10;
const MOST_BYTES = 64 * 1024;

/** The form behind a channel, in the language of the context. */
export async function openForm(ctx: Ctx, channel: Channel): Promise<Form> {
  return formOf(channel, writableFields((await catalog.get(ctx.house)).fields("lead")), ctx.locale);
}

/**
 * An arrival posted by a visitor of a public form. Refused, and not stored: more than the channel's posts a minute from one
 * address, unknown names, mistakes in required fields, a missing proof of work. A filled-in honeypot is answered like any
 * other and set aside.
 */
export async function publicArrival(ctx: Ctx, channel: Channel, payload: Record<string, unknown>, options: { headers: Record<string, unknown>; idempotencyKey?: string | undefined }): Promise<Answer> {
  const wait = withinLimit(ctx.house, `form:${channel.key}:${ctx.via.address ?? ""}`, channel.settings.per_minute ?? PER_MINUTE);
  if (wait > 0) throw TooMany({ retry_after: wait });
  if (Buffer.byteLength(JSON.stringify(payload)) > MOST_BYTES) throw TooLarge({ limit: "64 KB" });
  const { [HONEYPOT]: honeypot, [SOLUTION]: solution, [VISITOR]: visitor, ...rest } = payload;
  const form = await openForm(ctx, channel);
  const unknown = unknownNames(form, channel, rest);
  if (unknown.length > 0) throw Invalid({}, unknown);
  const mistakes = typingMistakes(form, rest, ctx.house.settings);
  if (mistakes.length > 0) throw Invalid({}, mistakes);
  if (form.guarded) await useSolution(ctx, channel.key, solution);
  const answer = await arrive(ctx, channel, { payload: rest, headers: options.headers, idempotencyKey: options.idempotencyKey, signals: { honeypot: Boolean(honeypot) } });
  if (visitor) await joinVisitor(ctx, visitor, answer.lead_id);
  return answer;
}
