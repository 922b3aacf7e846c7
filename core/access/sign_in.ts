import type { House } from "../ctx.ts";
import type { SignInLibrary } from "./sign_in_library.ts";

/** The sign-in library of this process, loaded when the first session or sign-in asks for it: it is a tenth of all code. */
export function signInLibrary(house: House): Promise<SignInLibrary> {
  return house.keep("access.sign_in", async () => (await import("./sign_in_library.ts")).buildSignIn(house));
}
