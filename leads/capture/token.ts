import { randomBytes, timingSafeEqual } from "node:crypto";
import { digestOf } from "../../core/access/api_keys.ts";
import type { Channel } from "./channels.ts";

/** A new token: 256 random bits, and the digest that is stored instead of it. */
export function newToken(): { token: string; digest: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, digest: digestOf(token).toString("hex") };
}

/** Whether this is the channel's token; takes the same time for every wrong one. */
export function matchesToken(channel: Pick<Channel, "token_digest">, token: string): boolean {
  return channel.token_digest !== null && timingSafeEqual(digestOf(token), Buffer.from(channel.token_digest, "hex"));
}
