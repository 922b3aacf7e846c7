import { call } from "../api/call.ts";
import { queryClient } from "../api/query-client.ts";
import { speak, type Locale } from "../words/words.ts";

/** Ends the session and forgets everything that was loaded; the page starts afresh so that nothing stays in memory. */
export async function signOut(): Promise<void> {
  await call("POST", "/api/auth/sign-out", { body: {} }).catch(() => undefined);
  queryClient.clear();
  location.assign("/sign-in");
}

/** Switches the language now and keeps the choice with the person. */
export async function keepLocale(locale: Locale): Promise<void> {
  await speak(locale);
  await call("PATCH", "/me", { body: { locale } }).catch(() => undefined);
}
