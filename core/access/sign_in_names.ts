import type { House } from "../ctx.ts";

/** Where sign-in is mounted. */
export const SIGN_IN_PATH = "/api/auth";

/** Set by our own handler on every request; what a client sends under this name never reaches the library. */
export const ADDRESS_HEADER = "x-clew-client-address";

/** Name of the session cookie; browsers keep the "__Secure-" one from being set over plain http. */
export function sessionCookieName(house: House): string {
  return `${isSecure(house) ? "__Secure-" : ""}clew.session_token`;
}

/** Whether people reach this Clew over https, so that cookies are kept from plain http. */
export function isSecure(house: House): boolean {
  return house.settings.publicUrl.startsWith("https://");
}
