import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface Asset {
  body: string;
  type: string;
  etag: string;
}

const SCRIPT = "text/javascript; charset=utf-8";
const TYPES: Record<string, string> = { "form.css": "text/css; charset=utf-8", "form.mjs": SCRIPT, "solve.mjs": SCRIPT, "sha256.mjs": SCRIPT, "embed.js": SCRIPT };
const read = new Map<string, Asset>();

/** A file that a form's page loads, by name; undefined when there is none. */
export function formAsset(name: string): Asset | undefined {
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type === undefined) return undefined;
  let asset = read.get(name);
  if (!asset) {
    const body = readFileSync(new URL(`./browser/${name}`, import.meta.url), "utf8");
    read.set(name, (asset = { body, type, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` }));
  }
  return asset;
}
