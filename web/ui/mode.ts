import { useSyncExternalStore } from "react";
import { forget, recall, remember } from "./storage.ts";
import type { Mode } from "./theme.ts";

export type ModeChoice = "system" | Mode;

const listeners = new Set<() => void>();
const system = window.matchMedia("(prefers-color-scheme: dark)");
system.addEventListener("change", () => listeners.forEach((tell) => tell()));

function choice(): ModeChoice {
  const stored = recall("mode");
  return stored === "light" || stored === "dark" ? stored : "system";
}

function mode(): Mode {
  const chosen = choice();
  return chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Chooses light, dark or the system's mode on this device. */
export function chooseMode(next: ModeChoice): void {
  if (next === "system") forget("mode");
  else remember("mode", next);
  listeners.forEach((tell) => tell());
}

export const useMode = (): Mode => useSyncExternalStore(subscribe, mode);
export const useModeChoice = (): ModeChoice => useSyncExternalStore(subscribe, choice);
