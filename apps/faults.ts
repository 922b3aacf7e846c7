import type { Logger } from "pino";

/** Exit code after a fault nobody caught: EX_SOFTWARE of sysexits. */
export const FAULT_CODE = 70;

export interface Faults {
  /** Resolves when something was thrown or rejected that nobody caught: the process is no longer to be trusted. */
  first: Promise<unknown>;
  ignore(): void;
}

/** Logs whatever nobody caught, with its cause, instead of losing it or dying on the spot; the caller stops in order. */
export function watchFaults(log: Logger): Faults {
  let resolve: (error: unknown) => void = () => {};
  const first = new Promise<unknown>((done) => (resolve = done));
  const heard = (error: unknown, origin: string) => {
    log.fatal({ err: error, origin }, "a fault nobody caught");
    resolve(error);
  };
  const rejected = (reason: unknown) => heard(reason instanceof Error ? reason : new Error("rejected without an error", { cause: reason }), "unhandledRejection");
  process.on("uncaughtException", heard);
  process.on("unhandledRejection", rejected);
  return {
    first,
    ignore() {
      process.off("uncaughtException", heard);
      process.off("unhandledRejection", rejected);
    },
  };
}
