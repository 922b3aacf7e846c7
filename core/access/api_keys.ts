import { hash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Scope } from "../ctx.ts";
import { cached } from "../db/cached.ts";

export interface ApiKey {
  id: string;
  name: string;
  role: string;
  scope: Extract<Scope, "own" | "team" | "all">;
  perMinute: number | null;
}

/** Every live key by the hex digest of its secret. Whoever makes or revokes one calls `apiKeys.changed`. */
export const apiKeys = cached("access.api_keys", async (db): Promise<ReadonlyMap<string, ApiKey>> => {
  const { rows } = await sql<ApiKey & { digest: string }>`
    select id, name, role, scope, per_minute as "perMinute", encode(digest, 'hex') as digest from clew.api_key where revoked_at is null
  `.execute(db);
  return new Map(rows.map(({ digest, ...key }) => [digest, key]));
});

/** A new secret: 256 random bits behind a prefix that secret scanners can recognise. */
export function newSecret(): string {
  return `clew_${randomBytes(32).toString("base64url")}`;
}

/** SHA-256, which is enough for a secret with 256 bits of its own. */
export function digestOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}
