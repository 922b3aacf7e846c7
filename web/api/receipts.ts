import { useQuery } from "@tanstack/react-query";
import type { Text } from "../../core/refusal.ts";
import type { Reason } from "./my-day.ts";
import { call } from "./call.ts";

export interface Candidate {
  id: string;
  name: string | null;
  outcome: string;
  reasons: Reason[];
  explain: Text[];
}

/** One decision about a record: what, by which version of which policy, why, and who else was considered. */
export interface Receipt {
  id: string;
  at: string;
  kind: "match" | "score" | "route" | "pool" | "sla";
  version: number;
  outcome: Record<string, unknown>;
  reasons: Reason[];
  explain: Text[];
  candidates: Candidate[];
}

const readReceipts = (object: string, id: string): Promise<Receipt[]> => call<{ items: Receipt[] }>("GET", `/records/${object}/${id}/receipts`).then((answer) => answer.items);

/** Every decision about a record, newest first. */
export const useReceipts = (object: string, id: string) => useQuery({ queryKey: ["receipts", object, id], queryFn: () => readReceipts(object, id) });
