import { setImmediate, setTimeout } from "node:timers/promises";

/** Lets requests that wait go first. To be called between slices of work of a few milliseconds. */
export const breathe = (): Promise<void> => setImmediate();

/** Share of its own time that background work leaves the machine to others. */
const REST = 0.2;

/** Rests after a chunk of background work that took so many milliseconds. */
export const rest = (worked: number): Promise<void> => setTimeout(Math.min(worked * REST, 2_000));
