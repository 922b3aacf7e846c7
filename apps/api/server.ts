import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import compress from "@fastify/compress";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import fixed from "@fastify/static";
import { XMLParser } from "fast-xml-parser";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { sql } from "kysely";
import type { House } from "../../core/ctx.ts";
import { isConnectionLost } from "../../core/db/lost.ts";
import type { AnyOp } from "../../core/op.ts";
import { invalidField, NotFound, Refusal, refusal, TooLarge, Unavailable } from "../../core/refusal.ts";
import { securityHeaders } from "./security_headers.ts";
import { methodsAt } from "./methods.ts";
import { problemDocument } from "./problem.ts";
import { localeOf, route } from "./route.ts";
import { LONG_ANSWER } from "./send_json.ts";

export const JSON_LIMIT = 10 * 1024 * 1024;
const BadRequest = refusal("bad_request", 400, { zh: "请求格式不正确", en: "The request is malformed" });
const BadMethod = refusal("method_not_allowed", 405, { zh: "此地址不支持该请求方法", en: "This method is not offered at this address" });
const BadMediaType = refusal("unsupported_media_type", 415, { zh: "不支持的内容类型", en: "This content type is not supported" });
const Internal = refusal("internal", 500, { zh: "系统内部错误，已记录", en: "Something went wrong on our side; it has been logged" });

export interface ServerOptions {
  house: House;
  operations: readonly AnyOp[];
  /** Further routes of the app: sign-in, public forms, documents. */
  also(app: FastifyInstance): void | Promise<void>;
  /** Built web app; absent in tests of the API alone. */
  webDir?: string;
  ready(): boolean;
}

/** The HTTP face of a house: every operation as a route, problem documents, security headers, the web app. */
export async function buildServer({ house, operations, also, webDir, ready }: ServerOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: house.log as FastifyBaseLogger, logController: new LogController({ disableRequestLogging: true }), childLoggerFactory: (logger) => logger, bodyLimit: JSON_LIMIT, genReqId: () => randomUUID(), trustProxy: "loopback",
    routerOptions: { maxParamLength: 200, querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)) },
  });
  const https = house.settings.publicUrl.startsWith("https:");
  const secure = securityHeaders(https);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(secure).header("x-request-id", request.id);
    done();
  });
  // For those who ask for it (`sendJson`): as a hook it would cost every short answer.
  await app.register(compress, { globalCompression: false, globalDecompression: false, encodings: ["gzip"], threshold: LONG_ANSWER, customTypes: /^application\/json/, zlibOptions: { level: 1 } });
  await app.register(formbody);
  await app.register(multipart);
  const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", htmlEntities: true, parseTagValue: false, ignoreDeclaration: true });
  app.addContentTypeParser(["application/xml", "text/xml"], { parseAs: "string" }, (_request, body, done) => {
    // A document type can define entities that grow without bound; no platform sends one.
    if (/<!doctype/i.test(body as string)) return done(invalidField("", { zh: "XML 不能带 DOCTYPE", en: "The XML must not have a DOCTYPE" }));
    try {
      done(null, xml.parse(body as string, true));
    } catch {
      done(invalidField("", { zh: "XML 格式不正确", en: "The XML is not well formed" }));
    }
  });

  app.setErrorHandler((error: unknown, request, reply) => {
    const known = asRefusal(error);
    if (known.status >= 500 && !(error instanceof Refusal)) house.log.error({ err: error, requestId: request.id, url: request.url.split("?")[0] }, "request failed");
    const wait = known.facts.retry_after;
    if (typeof wait === "number") reply.header("retry-after", wait);
    return reply.status(known.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(problemDocument(known, localeOf(house, request))));
  });

  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const up = ready() && (await sql`select 1`.execute(house.db).then(() => true, () => false));
    return reply.status(up ? 200 : 503).send({ status: up ? "ok" : "starting" });
  });
  for (const operation of operations) route(app, house, operation);
  await also(app);
  await serveWeb(app, webDir, methodsAt(operations));
  return app;
}

async function serveWeb(app: FastifyInstance, webDir: string | undefined, methods: (path: string) => string[]): Promise<void> {
  const index = webDir && existsSync(join(webDir, "index.html")) ? await readFile(join(webDir, "index.html"), "utf8") : null;
  if (webDir && index) {
    await app.register(fixed, { root: webDir, index: false, wildcard: false, preCompressed: true, maxAge: "365d", immutable: true });
  }
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === "GET" && !request.url.startsWith("/api/") && !/\.\w{1,5}$/.test(request.url.split("?")[0] ?? "");
    if (index && page) return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(index);
    const path = request.url.split("?")[0] ?? "";
    const allowed = methods(path);
    if (allowed.length === 0) throw NotFound({ path });
    reply.header("allow", allowed.join(", "));
    throw BadMethod({ allowed });
  });
}

const DISK_FULL = refusal("disk_full", 507, { zh: "服务器磁盘已满，本次操作没有保存", en: "The server's disk is full; nothing was saved" });

/** What a caller is told about an error: refusals as they are, the framework's and the database's by kind, bugs not at all. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return TooLarge({ limit: `${JSON_LIMIT / 1024 / 1024} MB` });
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return BadMediaType();
  if (code === "53100") return DISK_FULL();
  if (code === "22P05" || code === "22021") return invalidField("", { zh: "内容含有无法保存的字符", en: "The text has characters that cannot be stored" });
  if (isConnectionLost(error)) return Unavailable();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return BadRequest({ code });
  return Internal();
}
