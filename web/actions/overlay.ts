import { useSyncExternalStore } from "react";

export type Overlay = "palette" | "help" | null;

let shown: Overlay = null;
const listeners = new Set<() => void>();

/** Shows the palette or the shortcut help over the page; null closes it. */
export function showOverlay(overlay: Overlay): void {
  shown = overlay;
  listeners.forEach((tell) => tell());
}

export const useOverlay = (): Overlay =>
  useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, () => shown);
