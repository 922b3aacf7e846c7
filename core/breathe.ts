/** Longest stretch of computing before others get their turn, in milliseconds. */
const STRETCH = 15;

/**
 * Keeps a long computation from holding up the process: await what it returns between steps; about every 15 ms it lets
 * waiting requests go first, otherwise it costs a look at the time.
 */
export function breather(): () => Promise<void> | undefined {
  let from = performance.now();
  return () => {
    if (performance.now() - from < STRETCH) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        from = performance.now();
        resolve();
      });
    });
  };
}
