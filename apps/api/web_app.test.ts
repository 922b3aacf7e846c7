import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import Fastify from "fastify";
import { afterAll, beforeEach, expect, test } from "vitest";
import { webFiles, webPage } from "./web_app.ts";

const folder = mkdtempSync(join(tmpdir(), "clew-web-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Builds a web app anew, as a build does while a server runs. */
function build(name: string, code: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), `<script src="/assets/${name}"></script>`);
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(folder, "secret"), "not for the web");
  writeFileSync(join(folder, "assets", name), code);
  writeFileSync(join(folder, "assets", `${name}.gz`), gzipSync(code));
  writeFileSync(join(folder, "assets", `${name}.br`), brotliCompressSync(code));
}

beforeEach(() => build("main-A1.js", "first()"));

function server() {
  const app = Fastify();
  webFiles(app, folder);
  const get = (url: string, encoding = "identity", method: "GET" | "HEAD" = "GET") => app.inject({ method, url, headers: { "accept-encoding": encoding } });
  return { get };
}

test("a file travels as the caller takes it and is kept for good", async () => {
  const { get } = server();
  const [plain, zipped, best] = [await get("/assets/main-A1.js"), await get("/assets/main-A1.js", "gzip, deflate"), await get("/assets/main-A1.js", "gzip, deflate, br")];
  expect([plain, zipped, best].map((a) => a.headers["content-encoding"])).toEqual([undefined, "gzip", "br"]);
  expect([plain.body, String(gunzipSync(zipped.rawPayload)), String(brotliDecompressSync(best.rawPayload))]).toEqual(["first()", "first()", "first()"]);
  expect(best.headers).toMatchObject({ "content-type": "text/javascript; charset=utf-8", "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding" });
  expect((await get("/assets/main-A1.js", "br", "HEAD")).statusCode).toBe(200);
});

test("a name without a digest of its content is not kept for good", async () => {
  expect((await server().get("/icon.svg")).headers).toMatchObject({ "content-type": "image/svg+xml", "cache-control": "public, max-age=3600" });
});

test("a build that replaces the files is served by the running server", async () => {
  const { get } = server();
  build("main-B2.js", "second()");
  expect(String(await webPage(folder))).toContain("main-B2.js");
  expect((await get("/assets/main-B2.js")).body).toBe("second()");
  const gone = await get("/assets/main-A1.js");
  expect([gone.statusCode, gone.headers["cache-control"]]).toEqual([404, "no-store"]);
});

test("nothing but the app's own files is reached, and where none is built there is none", async () => {
  const { get } = server();
  for (const path of ["/assets/..%2Findex.html", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e", "/assets/.env", "/assets/a%00b", "/secret"]) expect((await get(path)).statusCode, path).toBe(404);
  rmSync(folder, { recursive: true, force: true });
  expect(await webPage(folder)).toBeNull();
  expect((await get("/icon.svg")).statusCode).toBe(404);
});
