import { randomUUID } from "node:crypto";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { sql } from "kysely";
import type { House } from "../../core/ctx.ts";
import { isConnectionLost } from "../../core/db/lost.ts";
import type { AnyOp } from "../../core/op.ts";
import { invalidField, NotFound, Refusal, refusal, TooLarge, Unavailable } from "../../core/refusal.ts";
import { securityHeaders } from "./security_headers.ts";
import { methodsAt } from "./methods.ts";
import { problemDocument } from "./problem.ts";
import { localeOf, route } from "./route.ts";
import { webFiles, webPage } from "./web_app.ts";

export const JSON_LIMIT = 10 * 1024 * 1024;
const BadRequest = refusal("bad_request", 400, { zh: "请求格式不正确", en: "The request is malformed" });
const BadMethod = refusal("method_not_allowed", 405, { zh: "此地址不支持该请求方法", en: "This method is not offered at this address" });
const BadMediaType = refusal("unsupported_media_type", 415, { zh: "不支持的内容类型", en: "This content type is not supported" });
const Internal = refusal("internal", 500, { zh: "系统内部错误，已记录", en: "Something went wrong on our side; it has been logged" });

const noCompilers = { buildValidator: () => () => () => true, buildSerializer: () => () => JSON.stringify } as unknown as NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>;

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
    // Input is checked by the operations' own schemas, so the framework's two compilers, a tenth of the start, are never loaded.
    schemaController: { compilersFactory: noCompilers },
    routerOptions: { maxParamLength: 200, querystringParser: (text) => (text === "" ? {} : Object.fromEntries(new URLSearchParams(text))) },
  });
  const https = house.settings.publicUrl.startsWith("https:");
  const secure = securityHeaders(https);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(secure).header("x-request-id", request.id);
    done();
  });
  await app.register(formbody);
  await app.register(multipart);
  app.addContentTypeParser(["application/xml", "text/xml"], { parseAs: "string" }, async (_request: unknown, body: unknown) => (await import("./xml.ts")).parseXml(String(body)));

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
  serveWeb(app, webDir, methodsAt(operations));
  return app;
}

function serveWeb(app: FastifyInstance, webDir: string | undefined, methods: (path: string) => string[]): void {
  if (webDir) webFiles(app, webDir);
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split("?")[0] ?? "";
    const page = webDir && request.method === "GET" && !path.startsWith("/api/") && !/\.\w{1,5}$/.test(path) ? await webPage(webDir) : null;
    if (page !== null) return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
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
  const { code, statusCode, message = "" } = error as { code?: string; statusCode?: number; message?: string };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return TooLarge({ limit: `${JSON_LIMIT / 1024 / 1024} MB` });
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return BadMediaType();
  if (code === "53100") return DISK_FULL();
  // Half of a surrogate pair stands in JSON as an escape and is found wrong by the database alone.
  if (code === "22P05" || code === "22021" || (code === "22P02" && /\bjsonb?\b/.test(message))) return invalidField("", { zh: "内容含有无法保存的字符", en: "The text has characters that cannot be stored" });
  if (isConnectionLost(error)) return Unavailable();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return BadRequest({ code });
  return Internal();
}
