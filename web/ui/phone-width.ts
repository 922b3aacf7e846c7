import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 719px)");

function subscribe(tell: () => void): () => void {
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}

/** True on a phone-sized window. */
export const usePhoneWidth = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
