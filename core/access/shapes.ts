import { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { Conflict } from "../refusal.ts";

/** Names of people, teams, roles, keys. */
export const Name = z.string().trim().min(1).max(100);
/** Compared and stored in lower case. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
/** Length and commonness are judged by the password policy, which says what is wrong. */
export const Password = z.string().max(1000);
export const LocaleInput = z.enum(["zh-CN", "en"]);
export const Label = z.strictObject({ zh: Name, en: Name });
export const ById = z.strictObject({ id: z.uuid() });
export const Removed = z.object({ id: z.string() });

/** Throws Conflict when the caller named a version (If-Match) and it is no longer this one. */
export function requireVersion(ctx: Ctx, version: number): void {
  const wanted = ctx.via.ifMatch?.replace(/^W\//, "").replaceAll('"', "").trim();
  if (wanted && wanted !== "*" && wanted !== String(version)) throw Conflict({ version });
}
