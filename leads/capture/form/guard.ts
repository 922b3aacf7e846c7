import { hkdfSync, randomInt } from "node:crypto";
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { sql } from "kysely";
import { z } from "zod";
import type { Ctx, House } from "../../../core/ctx.ts";
import { refusal } from "../../../core/refusal.ts";

export const GuardFailed = refusal("guard_failed", 403, { zh: "防垃圾校验未通过，请重新提交", en: "The check against automated posts did not pass; please send again" });

const VALID_MINUTES = 10;
/** Hashes a visitor's browser computes while the form is being filled in. Measured 2.2 µs each on a server core, so 0.07 to 0.2 seconds there; a slow phone takes some times that. */
const WORK = { least: 30_000, most: 90_000 };

const Hex = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/);
const Payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({ algorithm: z.string(), nonce: Hex, salt: Hex, cost: z.number(), keyLength: z.number(), keyPrefix: Hex, keySignature: Hex, data: z.object({ form: z.string(), expires_at: z.number() }) }),
    signature: Hex,
  }),
  solution: z.object({ counter: z.number(), derivedKey: Hex }),
});

function secrets(house: House): { hmacSignatureSecret: string; hmacKeySignatureSecret: string } {
  return house.keep("capture.form_guard", () => {
    const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", house.settings.secret, "", purpose, 32)).toString("hex");
    return { hmacSignatureSecret: derive("clew form challenge"), hmacKeySignatureSecret: derive("clew form solution") };
  });
}

/** A proof-of-work challenge for one form (ALTCHA, version 2), good for ten minutes by the house's clock. Nothing is stored. */
export function issueChallenge(ctx: Ctx, form: string) {
  return createChallenge({
    algorithm: "SHA-256", cost: 1, counter: randomInt(WORK.least, WORK.most), deriveKey, data: { form, expires_at: ctx.now.getTime() + VALID_MINUTES * 60_000 }, ...secrets(ctx.house),
  });
}

/** Takes a solved challenge (base64 of `{challenge, solution}`), once. Throws GuardFailed when it is missing, wrong, expired or used. */
export async function useSolution(ctx: Ctx, form: string, typed: unknown): Promise<void> {
  if (typeof typed !== "string" || typed === "") throw GuardFailed({ because: "missing" });
  const { challenge, solution } = read(typed);
  const { form: wanted, expires_at: expiresAt } = challenge.parameters.data;
  const { verified } = await verifySolution({ challenge, solution: { ...solution, time: 0 }, deriveKey, ...secrets(ctx.house) });
  if (!verified || wanted !== form) throw GuardFailed({ because: "wrong" });
  if (expiresAt < ctx.now.getTime()) throw GuardFailed({ because: "expired" });
  const { rows } = await sql`
    with gone as (delete from clew.form_solution where signature in (select signature from clew.form_solution where expires_at < ${ctx.now} order by expires_at limit 100 for update skip locked))
    insert into clew.form_solution (signature, expires_at) values (${challenge.signature}, ${new Date(expiresAt)}) on conflict do nothing returning 1`.execute(ctx.db);
  if (rows.length === 0) throw GuardFailed({ because: "used" });
}

function read(typed: string): z.output<typeof Payload> {
  try {
    return Payload.parse(JSON.parse(Buffer.from(typed.slice(0, 8_000), "base64").toString("utf8")));
  } catch {
    throw GuardFailed({ because: "wrong" });
  }
}
