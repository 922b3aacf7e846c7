import { useQuery } from "@tanstack/react-query";
import type { OutputOf } from "../../apps/contract.ts";
import { run } from "./run.ts";

export type MyPools = OutputOf<"pool.mine">;
export type PoolSettingsOf = NonNullable<MyPools["items"][number]["settings"]>;
export type Leaving = OutputOf<"pool.leaving">;
export type Forecast = OutputOf<"pool.forecast">;

/** The pools I belong to and what I may still claim; changes with every lead that moves. */
export const useMyPools = () => useQuery({ queryKey: ["pools", "lead"], queryFn: () => run("pool.mine", {}) });
/** Leads about to go back, mine or my team's. */
export const useLeaving = (whose: "mine" | "team", days: number) => useQuery({ queryKey: ["leaving", "lead", whose, days], queryFn: () => run("pool.leaving", { whose, days, limit: 200 }) });
export const useForecast = (whose: "mine" | "team") => useQuery({ queryKey: ["forecast", "lead", whose], queryFn: () => run("pool.forecast", { whose }) });
export const useHolds = (lead: string) => useQuery({ queryKey: ["holds", "lead", lead], queryFn: () => run("lead.holds", { id: lead }) });
