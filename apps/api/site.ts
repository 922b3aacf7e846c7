import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/ctx.ts";
import { invalidField, NotFound, TooLarge } from "../../core/refusal.ts";
import { channels } from "../../leads/capture/channels.ts";
import { mayReport } from "../../leads/capture/events/origin.ts";
import { trackingScript } from "../../leads/capture/events/script.ts";

const EVENTS = /^\/api\/v1\/events\/([^/?]+)/;
const MOST_BYTES = 64 * 1_024;

/** What the company's own pages need of us: the tracking script, and leave for its origins to report. */
export function site(app: FastifyInstance, house: House): void {
  app.get("/t/:file", async (request, reply) => {
    const key = /^(.+)\.js$/.exec((request.params as { file: string }).file)?.[1] ?? "";
    const channel = (await channels.get(house)).get(key);
    if (channel?.kind !== "form" || !channel.active) throw NotFound({ channel: key });
    const { body, gzipped, etag } = trackingScript();
    const zipped = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    reply.headers({ etag, "cache-control": "public, max-age=3600", "cross-origin-resource-policy": "cross-origin", vary: "accept-encoding" });
    if (request.headers["if-none-match"] === etag) return reply.status(304).send();
    if (zipped) reply.header("content-encoding", "gzip");
    return reply.type("text/javascript; charset=utf-8").send(zipped ? gzipped : body);
  });

  app.options("/api/v1/events/:channel_key", async (_request, reply) => reply.status(204).send());

  app.addHook("onRequest", async (request, reply) => {
    const key = EVENTS.exec(request.url)?.[1];
    if (key === undefined) return;
    if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) throw TooLarge({ limit: "64 KB" });
    await allow(house, key, request, reply);
  });

  // A beacon goes as text/plain: the one type a page may send to another origin without asking first.
  app.addHook("preValidation", async (request) => {
    if (typeof request.body !== "string" || !EVENTS.test(request.url)) return;
    try {
      request.body = JSON.parse(request.body);
    } catch {
      throw invalidField("", { zh: "请求内容应为 JSON 对象", en: "The body must be a JSON object" });
    }
  });
}

async function allow(house: House, key: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin } = request.headers;
  const channel = (await channels.get(house)).get(key);
  reply.header("vary", "origin");
  if (!channel || !mayReport(house, channel, origin)) return;
  reply.headers({ "access-control-allow-origin": origin, "cross-origin-resource-policy": "cross-origin", "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type", "access-control-max-age": "86400" });
}
