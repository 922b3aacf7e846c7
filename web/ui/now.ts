import { useSyncExternalStore } from "react";

/** A shared clock for countdowns and relative times: one timer for however many are on the page. */
function ticking(every: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const subscribe = (tell: () => void): (() => void) => {
    listeners.add(tell);
    now = Date.now();
    timer ??= setInterval(() => {
      now = Date.now();
      listeners.forEach((each) => each());
    }, every);
    return () => {
      listeners.delete(tell);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
  return () => useSyncExternalStore(subscribe, () => now);
}

export const useSecond = ticking(1_000);
export const useHalfMinute = ticking(30_000);
