import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

export interface Script {
  body: string;
  gzipped: Buffer;
  etag: string;
}

let read: Script | undefined;

/** The tracking script as it is sent: the file without its comments and indentation. It learns its channel from its own address. */
export function trackingScript(): Script {
  if (!read) {
    const source = readFileSync(new URL("./browser/track.js", import.meta.url), "utf8");
    const body = source.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("//")).join("\n");
    read = { body, gzipped: gzipSync(body, { level: 9 }), etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
  }
  return read;
}
