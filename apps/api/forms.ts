import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { withinLimit } from "../../core/access/rate.ts";
import { type Ctx, type House, visitorCtx } from "../../core/ctx.ts";
import { NotFound, Refusal, TooMany } from "../../core/refusal.ts";
import { type Channel, ChannelClosed, channels } from "../../leads/capture/channels.ts";
import { formAsset } from "../../leads/capture/form/assets.ts";
import { formPolicy } from "../../leads/capture/form/frame.ts";
import { issueChallenge } from "../../leads/capture/form/guard.ts";
import { closedPage, formPage } from "../../leads/capture/form/page.ts";
import { trackingOf } from "../../leads/capture/form/tracking.ts";
import { headersOf } from "../../leads/capture/ops/capture.ts";
import { openForm, publicArrival } from "../../leads/capture/public_form.ts";
import { RequestVia } from "./request_via.ts";
import { localeOf } from "./route.ts";

const CHALLENGES_PER_MINUTE = 60;
type Query = Record<string, unknown>;

/** The hosted pages of public forms and what they load. Whoever comes here is a visitor, signed in or not. */
export function forms(app: FastifyInstance, house: House): void {
  app.get("/f/:form_key", async (request, reply) => {
    const { ctx, channel, embed } = await visit(house, request, reply);
    if (!channel) return send(reply.status(404), closedPage(ctx.locale === "en" ? "en" : "zh", embed), formPolicy({}, embed));
    const typed = trackingOf(new URL(request.url, house.settings.publicUrl), request.headers.referer);
    return send(reply, formPage(await openForm(ctx, channel), { embed, typed, done: (request.query as Query).done === "1", visitor: (request.query as Query).visitor }), formPolicy(channel.settings, embed));
  });

  app.post("/f/:form_key", { bodyLimit: 256 * 1024 }, async (request, reply) => {
    const { ctx, channel, embed } = await visit(house, request, reply);
    if (!channel) return send(reply.status(404), closedPage(ctx.locale === "en" ? "en" : "zh", embed), formPolicy({}, embed));
    const typed = { ...(request.body as Record<string, unknown> | undefined) };
    try {
      await publicArrival(ctx, channel, typed, { headers: headersOf(ctx) });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      if (typeof error.facts.retry_after === "number") reply.header("retry-after", error.facts.retry_after);
      const page = formPage(await openForm(ctx, channel), { embed, typed, visitor: typed._visitor, problems: error.errors, problem: error.text[ctx.locale === "en" ? "en" : "zh"] });
      return send(reply.status(error.status), page, formPolicy(channel.settings, embed));
    }
    return reply.redirect(`/f/${channel.key}?done=1&lang=${ctx.locale === "en" ? "en" : "zh"}${embed ? "&embed=1" : ""}`, 303);
  });

  app.get("/f/:form_key/challenge", async (request, reply) => {
    const { ctx, channel } = await visit(house, request, reply);
    if (!channel) throw ChannelClosed({ channel: keyOf(request) });
    const wait = withinLimit(house, `challenge:${request.ip}`, CHALLENGES_PER_MINUTE);
    if (wait > 0) throw TooMany({ retry_after: wait });
    return reply.header("cache-control", "no-store").send(await issueChallenge(ctx, channel.key));
  });

  app.get("/f/:form_key/embed.js", async (request, reply) => asset(request, reply.header("cross-origin-resource-policy", "cross-origin"), "embed.js"));

  app.get("/f/:form_key/qr.svg", async (request, reply) => {
    const { channel } = await visit(house, request, reply);
    if (!channel) throw ChannelClosed({ channel: keyOf(request) });
    const { formLink, qrCode } = await import("../../leads/capture/form/qr.ts");
    const drawing = await qrCode(formLink(house.settings.publicUrl, channel.key, request.query as Query));
    return reply.type("image/svg+xml; charset=utf-8").header("cache-control", "public, max-age=3600").header("cross-origin-resource-policy", "cross-origin").send(drawing);
  });

  app.get("/f/assets/:file", async (request, reply) => asset(request, reply, (request.params as { file: string }).file));
}

const keyOf = (request: FastifyRequest): string => (request.params as { form_key: string }).form_key;

async function visit(house: House, request: FastifyRequest, reply: FastifyReply): Promise<{ ctx: Ctx; channel: Channel | null; embed: boolean }> {
  const { lang, embed } = request.query as Query;
  const locale = lang === "en" ? "en" : lang === "zh" ? "zh-CN" : localeOf(house, request);
  const channel = (await channels.get(house)).get(keyOf(request));
  return { ctx: { ...visitorCtx(house, "visitor", new RequestVia(request, reply)), locale }, channel: channel?.kind === "form" && channel.active ? channel : null, embed: embed === "1" };
}

/** Sends a page under its own policy, which says by whom it may be framed. */
function send(reply: FastifyReply, page: string, policy: string): FastifyReply {
  reply.removeHeader("x-frame-options");
  return reply.type("text/html; charset=utf-8").headers({ "content-security-policy": policy, "cache-control": "no-store", vary: "accept-language" }).send(page);
}

function asset(request: FastifyRequest, reply: FastifyReply, name: string): FastifyReply {
  const found = formAsset(name);
  if (!found) throw NotFound({ file: name });
  reply.headers({ etag: found.etag, "cache-control": "public, max-age=300" });
  return request.headers["if-none-match"] === found.etag ? reply.status(304).send() : reply.type(found.type).send(found.body);
}
