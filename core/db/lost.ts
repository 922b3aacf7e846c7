const CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03", "53300"]);
/** What the driver says without a code: of a connection that ended, of a client whose connection broke, of a pool that got none. */
const WORDS = /Connection terminated|not queryable|Connection ended|timeout exceeded when trying to connect/;

/** Whether the database was not there, rather than refusing what it was asked. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message, syscall } = (error ?? {}) as { code?: string; message?: string; syscall?: string };
  if (code === undefined) return WORDS.test(message ?? "");
  // A socket file that is missing for a moment: the server is starting again.
  return CODES.has(code) || code.startsWith("08") || (code === "ENOENT" && syscall === "connect") || WORDS.test(message ?? "");
}
