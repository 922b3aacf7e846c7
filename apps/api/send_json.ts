import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyReply } from "fastify";

/** Characters from which an answer is worth compressing. */
const LONG_ANSWER = 8_192;
const compressed = promisify(gzip);

/** Sends a body as JSON, compressed where it is long and the caller takes it so. Nothing of it may be stored on the way. */
export function sendJson(reply: FastifyReply, body: unknown): FastifyReply | Promise<FastifyReply> {
  const text = JSON.stringify(body);
  reply.header("cache-control", "no-store").type("application/json; charset=utf-8");
  if (text.length < LONG_ANSWER) return reply.send(text);
  reply.header("vary", "accept-encoding");
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(reply.request.headers["accept-encoding"] ?? ""))) return reply.send(text);
  return compressed(text, { level: 1 }).then((zipped) => reply.header("content-encoding", "gzip").send(zipped));
}
