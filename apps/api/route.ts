import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticate } from "../../core/access/authenticate.ts";
import { withinLimit } from "../../core/access/rate.ts";
import { requireNeed } from "../../core/access/rights.ts";
import { type Ctx, type House, type Locale, visitorCtx } from "../../core/ctx.ts";
import { again } from "../../core/db/again.ts";
import type { AnyOp, Download, Upload } from "../../core/op.ts";
import { Forbidden, invalidField, TooLarge, TooMany } from "../../core/refusal.ts";
import { refusalOf } from "./problem.ts";
import { RequestVia } from "./request_via.ts";
import { sendJson } from "./send_json.ts";

export const UPLOAD_LIMIT = 200 * 1024 * 1024;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Makes an operation reachable: who asks, may they, what they say, then the answer. */
export function route(app: FastifyInstance, house: House, operation: AnyOp): void {
  const { http } = operation;
  const inAddress = new Set<PropertyKey>([...http.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string));
  app.route({
    method: http.method,
    url: `/api/v1${http.path}`,
    async handler(request, reply) {
      const ctx = await contextOf(house, request, reply);
      if (http.perMinute) limit(house, `${operation.name}:${request.ip}:${ctx.actor.id ?? ""}`, http.perMinute);
      // Nobody learns the shape of what they may not call.
      requireNeed(ctx.actor, typeof operation.needs === "string" ? operation.needs : "signed_in");
      const folder = http.body === "upload" ? await mkdtemp(join(tmpdir(), "clew-upload-")) : null;
      try {
        const parsed = operation.input.safeParse(await inputOf(request, operation, folder));
        if (!parsed.success) throw refusalOf(parsed.error, inAddress);
        if (typeof operation.needs === "function") requireNeed(ctx.actor, operation.needs(parsed.data));
        const result: unknown = await again(() => operation.run({ ...ctx, cause: { ...ctx.cause, ...(ctx.cause.event ? {} : causeOf(operation)) } }, parsed.data));
        return await answer(reply, operation, result);
      } finally {
        if (folder) await rm(folder, { recursive: true, force: true });
      }
    },
  });
}

/** What is written by an operation carries its name, unless it is plain editing, which the engine names by object. */
const causeOf = (operation: AnyOp) => (operation.name.startsWith("record.") ? {} : { event: operation.name });

/** The context of a request. Cookies count only from our own pages: a foreign origin cannot make a browser write. */
export async function contextOf(house: House, request: FastifyRequest, reply: FastifyReply): Promise<Ctx> {
  const via = new RequestVia(request, reply);
  const actor = await authenticate(house, request.headers, request.raw.socket);
  const locale = localeOf(house, request);
  if (!actor) return { ...visitorCtx(house, "visitor", via), locale };
  if (actor.kind === "person" && !SAFE.has(request.method) && !sameOrigin(house, request)) throw Forbidden({ origin: request.headers.origin });
  return { house, db: house.db, actor, now: house.clock.now(), locale, via, cause: { kind: actor.kind === "key" ? "api" : "hand" } };
}

export function localeOf(house: House, request: FastifyRequest): Locale {
  const wanted = request.headers["accept-language"] ?? "";
  if (/^en/i.test(wanted)) return "en";
  if (/^zh/i.test(wanted)) return "zh-CN";
  return house.settings.locale;
}

function sameOrigin(house: House, request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  return origin === new URL(house.settings.publicUrl).origin || origin === `${request.protocol}://${request.headers.host}`;
}

/** Refuses with Retry-After beyond so many requests a minute for a key. */
function limit(house: House, key: string, perMinute: number): void {
  const wait = withinLimit(house, key, perMinute);
  if (wait > 0) throw TooMany({ retry_after: wait });
}

async function inputOf(request: FastifyRequest, operation: AnyOp, folder: string | null): Promise<Record<string, unknown>> {
  const { http } = operation;
  const params = request.params as Record<string, unknown>;
  const query = request.query as Record<string, unknown>;
  if (http.method === "GET") return { ...query, ...params };
  if (http.body === "whole") return { ...query, body: request.body ?? {}, ...params };
  if (http.body === "upload" && folder) return { ...query, ...(await receive(request, folder)), ...params };
  const body = request.body ?? {};
  if (typeof body !== "object" || Array.isArray(body)) throw invalidField("", { zh: "请求内容应为 JSON 对象", en: "The body must be a JSON object" });
  return { ...query, ...body, ...params };
}

/** The parts of an upload; one that breaks off or is malformed is the caller's to mend. What the disk or the framework says passes. */
async function* whole<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (error) {
    if (error instanceof Error && !("code" in error)) throw invalidField("file", { zh: "上传的内容不完整或格式不正确", en: "The upload is incomplete or malformed" });
    throw error;
  }
}

async function receive(request: FastifyRequest, folder: string): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  if (!request.isMultipart()) throw invalidField("file", { zh: "请以 multipart/form-data 上传文件", en: "Send the file as multipart/form-data" });
  for await (const part of whole(request.parts({ limits: { fileSize: UPLOAD_LIMIT, files: 1, fields: 20 } }))) {
    if (part.type === "file") {
      const path = join(folder, "upload");
      await pipeline(part.file, createWriteStream(path));
      if (part.file.truncated) throw TooLarge({ limit: `${UPLOAD_LIMIT / 1024 / 1024} MB` });
      input.file = { path, name: part.filename.slice(0, 255), size: part.file.bytesRead } satisfies Upload;
    } else input[part.fieldname] = part.value;
  }
  return input;
}

function answer(reply: FastifyReply, operation: AnyOp, result: unknown): FastifyReply | Promise<FastifyReply> {
  const { http } = operation;
  if (http.answer === "file") {
    const file = result as Download;
    return reply.type(file.type).header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`).send(file.body);
  }
  if (http.answer === "events") {
    return reply.type("text/event-stream").header("cache-control", "no-store").header("x-accel-buffering", "no").send(Readable.from(result as AsyncIterable<string>));
  }
  const status = typeof http.status === "function" ? http.status(result as never) : (http.status ?? 200);
  return sendJson(reply.status(status), result);
}
