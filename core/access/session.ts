import type { House } from "../ctx.ts";
import { type SeenSession, seenSessions } from "./session_cache.ts";
import { signInLibrary } from "./sign_in.ts";
import { sessionCookieName } from "./sign_in_names.ts";

/** How long a session is believed without asking the database, in milliseconds; revoking ends it at once all the same. */
const BELIEVED = 10_000;
const MOST_SEEN = 20_000;

/** The session a Cookie header names, while it is valid. Does not prolong it: the web does by asking for it at the sign-in path. */
export async function sessionOf(house: House, cookieHeader: string | undefined): Promise<SeenSession | null> {
  const cookie = valueOf(cookieHeader, sessionCookieName(house));
  if (!cookie) return null;
  const seen = await seenSessions.get(house);
  const known = await seen.get(cookie);
  if (known && known.until > Date.now()) return known;
  // Set before the answer is there, so that concurrent requests ask once; a map dropped meanwhile is never read again.
  if (seen.size >= MOST_SEEN) seen.clear();
  const asking = ask(house, cookie);
  seen.set(cookie, asking);
  const session = await asking.catch((error: unknown) => {
    seen.delete(cookie);
    throw error;
  });
  if (!session) seen.delete(cookie);
  return session;
}

async function ask(house: House, cookie: string): Promise<SeenSession | null> {
  const headers = new Headers({ cookie: `${sessionCookieName(house)}=${cookie}` });
  const found = await (await signInLibrary(house)).api.getSession({ headers, query: { disableRefresh: true } });
  if (!found) return null;
  const until = Math.min(Date.now() + BELIEVED, found.session.expiresAt.getTime());
  return until > Date.now() ? { personId: found.user.id, sessionId: found.session.id, until } : null;
}

function valueOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.split("=");
    if (key?.trim() === name) return value.join("=").trim();
  }
  return undefined;
}
