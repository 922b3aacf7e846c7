import { useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface MyPools {
  items: { id: string; name: string; waiting: number; hidden_fields: string[] }[];
  limits: {
    claims_per_day: number | null;
    claimed_today: number;
    claims_left: number | null;
    holding: number | null;
    held: number;
    holding_left: number | null;
    cooldown_days: number;
    min_gap_seconds: number;
    next_claim_at: string | null;
  };
}

/** The pools I belong to and what I may still claim; changes with every lead that moves. */
export const useMyPools = () => useQuery({ queryKey: ["pools", "lead"], queryFn: () => call<MyPools>("GET", "/pools") });
