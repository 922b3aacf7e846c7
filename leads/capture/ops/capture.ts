import { z } from "zod";
import { can } from "../../../core/access/rights.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { op } from "../../../core/op.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { Forbidden, Invalid, invalidField, TooLarge, Unauthenticated } from "../../../core/refusal.ts";
import { type Channel, ChannelClosed, channels } from "../channels.ts";
import { arrive, arriveAll } from "../door.ts";
import type { Answer, Arrival } from "../arrival.ts";
import { unknownKeys, writableFields } from "../map.ts";
import { publicArrival } from "../public_form.ts";
import { seenBy } from "../seen.ts";
import { matchesToken } from "../token.ts";

const MOST_ITEMS = 1_000;
const Reason = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
export const AnswerOut = z.object({
  arrival_id: z.uuid(), outcome: z.enum(["created", "merged", "attached", "duplicate", "quarantined", "failed"]), lead_id: z.uuid().nullable(), owner_id: z.uuid().nullable(),
  pool_id: z.uuid().nullable(), score: z.number().nullable(), grade: z.string().nullable(), receipts_url: z.string().nullable(), reasons: z.array(Reason),
});
const Received = z.object({ arrival_id: z.uuid(), outcome: z.literal("received") });

const answerOf = (answer: Answer): z.input<typeof AnswerOut> => ({ ...answer, receipts_url: answer.lead_id ? `/api/v1/records/lead/${answer.lead_id}/receipts` : null });

/** A channel that takes arrivals from machines and forms; imports and hands have doors of their own. */
async function openChannel(ctx: Ctx, key: string): Promise<Channel> {
  const channel = (await channels.get(ctx.house)).get(key);
  if (!channel?.active || channel.kind === "import") throw ChannelClosed({ channel: key });
  return channel;
}

/** A bearer key or person with the right; or, for a webhook of a platform that can only call an address, the channel's token. */
function requireCapture(ctx: Ctx, channel: Channel, token?: string): void {
  if (channel.kind === "webhook" && token !== undefined && matchesToken(channel, token)) return;
  if (ctx.actor.kind === "visitor") throw Unauthenticated();
  if (!can(ctx.actor, "lead:create")) throw Forbidden({ need: "lead:create", channel: channel.key });
}

/** The payload as an object; XML's single root element is looked through. */
function payloadOf(ctx: Ctx, body: unknown, path: string): Record<string, unknown> {
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw invalidField(path, { zh: "内容应为一个对象", en: "The content must be one object" });
  if (!/xml/.test(String(ctx.via.headers?.["content-type"] ?? ""))) return body as Record<string, unknown>;
  const entries = Object.values(body);
  const only: unknown = entries.length === 1 ? entries[0] : undefined;
  return (only !== null && typeof only === "object" && !Array.isArray(only) ? only : body) as Record<string, unknown>;
}

async function checkKnown(ctx: Ctx, channel: Channel, payloads: readonly Record<string, unknown>[], path: (i: number) => string): Promise<void> {
  if (channel.kind !== "api" || channel.mapping) return;
  const fields = writableFields((await catalog.get(ctx.house)).fields("lead"));
  const problems = payloads.flatMap((payload, i) => unknownKeys(payload, fields).map((key) => ({ path: `${path(i)}${key}`, message: { zh: `不认识的字段「${key}」`, en: `Unknown field “${key}”` } })));
  if (problems.length > 0) throw Invalid({}, problems.slice(0, 100));
}

const KEPT_HEADERS = ["user-agent", "referer", "content-type", "x-forwarded-for"];

/** What is kept of how an arrival came in. */
export function headersOf(ctx: Ctx): Record<string, unknown> {
  const { headers = {}, address } = ctx.via;
  const kept: Record<string, unknown> = {};
  for (const key of KEPT_HEADERS) if (headers[key] !== undefined) kept[key] = headers[key];
  if (address) kept.address = address;
  return kept;
}

/** The door for machines and forms: stored, cleaned, matched, scored, routed; answered after the commit. */
export const captureLead = op({
  name: "capture.one",
  title: { zh: "接收线索", en: "Capture a lead" },
  needs: "public",
  http: { method: "POST", path: "/capture/:channel_key", body: "whole", status: (answer: { outcome: string }) => (answer.outcome === "received" ? 202 : 201) },
  input: z.strictObject({ channel_key: z.string().max(60), token: z.string().max(200).optional(), body: z.unknown() }),
  output: z.union([AnswerOut, Received]),
  async run(ctx, { channel_key, token, body }) {
    const channel = await openChannel(ctx, channel_key);
    const payload = payloadOf(ctx, body, "");
    if (ctx.actor.kind === "visitor" && channel.kind === "form") {
      const answer = await publicArrival(ctx, channel, payload, { headers: headersOf(ctx), idempotencyKey: idempotencyKey(ctx) });
      return { arrival_id: answer.arrival_id, outcome: "received" as const };
    }
    requireCapture(ctx, channel, token);
    await checkKnown(ctx, channel, [payload], () => "");
    const answer = await arrive(ctx, channel, { payload, headers: headersOf(ctx), idempotencyKey: idempotencyKey(ctx) });
    return answerOf((await seenBy(ctx, [answer]))[0] as Answer);
  },
});

function idempotencyKey(ctx: Ctx): string | undefined {
  const key = ctx.via.idempotencyKey;
  if (key !== undefined && (key.length < 1 || key.length > 200)) throw invalidField("Idempotency-Key", { zh: "长度应为 1–200 个字符", en: "It must have 1 to 200 characters" });
  return key;
}

/** Up to 1,000 arrivals in one call; one result per item, in order. */
export const captureLeads = op({
  name: "capture.batch",
  title: { zh: "批量接收线索", en: "Capture many leads" },
  needs: "public",
  http: { method: "POST", path: "/capture/:channel_key/batch", status: 201 },
  input: z.strictObject({ channel_key: z.string().max(60), items: z.array(z.unknown()) }),
  output: z.object({ items: z.array(AnswerOut) }),
  async run(ctx, { channel_key, items }) {
    const channel = await openChannel(ctx, channel_key);
    requireCapture(ctx, channel);
    if (items.length > MOST_ITEMS) throw TooLarge({ limit: MOST_ITEMS });
    const payloads = items.map((item, i) => payloadOf(ctx, item, `items[${i}]`));
    await checkKnown(ctx, channel, payloads, (i) => `items[${i}].`);
    const key = idempotencyKey(ctx);
    const headers = headersOf(ctx);
    const arrivals = payloads.map((payload, i): Arrival => ({ payload, headers, idempotencyKey: key === undefined ? undefined : `${key}#${i}` }));
    return { items: (await seenBy(ctx, await arriveAll(ctx, channel, arrivals))).map(answerOf) };
  },
});
