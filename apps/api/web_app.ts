import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { NotFound } from "../../core/refusal.ts";

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json; charset=utf-8",
  ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
};
const ENCODINGS = [{ name: "br", ending: ".br" }, { name: "gzip", ending: ".gz" }];
const PLAIN_NAME = /^\w[\w.-]*$/;
const YEAR = "public, max-age=31536000, immutable";

/**
 * Serves the files of the built web app, compressed as the build left them. They are read when they are asked for, so a
 * build that replaces them is served by the running server too.
 */
export function webFiles(app: FastifyInstance, webDir: string): void {
  // A name under assets/ holds a digest of the content: what it names never changes.
  app.get("/assets/:file", (request, reply) => send(request, reply.header("cache-control", YEAR), join(webDir, "assets"), (request.params as { file: string }).file));
  for (const name of topFiles(webDir)) {
    app.get(`/${name}`, (request, reply) => send(request, reply.header("cache-control", "public, max-age=3600"), webDir, name));
  }
}

/** The page that starts the web app, as it is now; null where no app is built. */
export function webPage(webDir: string): Promise<Buffer | null> {
  return found(join(webDir, "index.html"));
}

async function send(request: FastifyRequest, reply: FastifyReply, folder: string, name: string): Promise<FastifyReply> {
  if (!PLAIN_NAME.test(name)) throw NotFound({ file: name });
  const path = join(folder, name);
  const accepted = String(request.headers["accept-encoding"] ?? "");
  reply.type(TYPES[extname(name)] ?? "application/octet-stream").header("vary", "accept-encoding");
  for (const { name: encoding, ending } of ENCODINGS) {
    const body = accepted.includes(encoding) ? await found(path + ending) : null;
    if (body) return reply.header("content-encoding", encoding).send(body);
  }
  const body = await found(path);
  if (body) return reply.send(body);
  reply.header("cache-control", "no-store");
  throw NotFound({ file: name });
}

async function found(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (["ENOENT", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function topFiles(webDir: string): string[] {
  try {
    return readdirSync(webDir).filter((name) => PLAIN_NAME.test(name) && extname(name) in TYPES);
  } catch {
    return [];
  }
}
