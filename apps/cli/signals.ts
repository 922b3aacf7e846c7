/** Ctrl-C reaches Clew twice at once: from the terminal and through the program that started it. */
const SAME_MOMENT = 500;

/**
 * Resolves at the first request to stop (SIGINT, SIGTERM, SIGHUP, or the death of the program that started us, told by its
 * closing channel). A second request, later, ends the process at once: the database's guardian then stops the database.
 */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first = 0;
    const asked = (code: number) => {
      if (first === 0) {
        first = Date.now();
        resolve();
      } else if (Date.now() - first > SAME_MOMENT) process.exit(code);
    };
    process.on("SIGINT", () => asked(130));
    process.on("SIGTERM", () => asked(143));
    process.on("SIGHUP", () => asked(129));
    process.on("disconnect", () => asked(1));
  });
}
