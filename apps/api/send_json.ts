import type { FastifyReply } from "fastify";

/** Characters from which an answer is worth compressing. */
export const LONG_ANSWER = 8_192;

/** Sends a body as JSON, compressed where it is long and the caller takes it so. Nothing of it may be stored on the way. */
export function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  const text = JSON.stringify(body);
  reply.header("cache-control", "no-store").type("application/json; charset=utf-8");
  if (text.length < LONG_ANSWER) return reply.send(text);
  reply.compress(text);
  return reply;
}
