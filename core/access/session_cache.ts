import { cached } from "../db/cached.ts";

/**
 * Session cookies this process has lately seen, with whose they are and until when that may be believed. Dropped as a
 * whole, in every process, when any session is revoked.
 */
export const seenSessions = cached("access.sessions", async () => new Map<string, Promise<SeenSession | null>>());

export interface SeenSession {
  personId: string;
  sessionId: string;
  /** Milliseconds of the machine's clock, which the sign-in library keeps sessions by. */
  until: number;
}
