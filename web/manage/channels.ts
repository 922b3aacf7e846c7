import { useQuery } from "@tanstack/react-query";
import type { Text } from "../../core/refusal.ts";
import { call } from "../api/call.ts";

export const KINDS = ["form", "api", "webhook", "import", "mail", "hand"] as const;
export type Kind = (typeof KINDS)[number];
export const ON_MATCH = ["merge", "attach", "duplicate", "quarantine"] as const;

/** One text for everybody, or one a language. */
export type Wording = string | Partial<Text>;

export interface FormField {
  key: string;
  required?: boolean;
  label?: Wording;
}

export interface ChannelSettings {
  defaults?: Record<string, string>;
  fields?: FormField[];
  title?: Wording;
  description?: Wording;
  button?: Wording;
  thanks?: Wording;
  guard?: boolean;
  per_minute?: number;
  embed_origins?: string[];
  site_origins?: string[];
  events_days?: number;
}

export interface Channel {
  key: string;
  kind: Kind;
  name: string;
  /** Lead field → path into the payload; null: names as they come. */
  mapping: Record<string, string> | null;
  on_match: (typeof ON_MATCH)[number] | null;
  settings: ChannelSettings;
  active: boolean;
  has_token: boolean;
  form_url: string | null;
  capture_url: string;
}

export const useChannels = (enabled = true) => useQuery({ enabled, queryKey: ["channel", "all"], queryFn: () => call<{ items: Channel[] }>("GET", "/channels").then((answer) => answer.items), staleTime: 30_000 });

export const OUTCOMES = ["created", "merged", "attached", "duplicate", "quarantined", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Reason {
  code: string;
  facts: Record<string, unknown>;
}

export interface Arrival {
  id: string;
  channel: string;
  received_at: string;
  outcome: Outcome;
  object: string | null;
  record_id: string | null;
  payload: unknown;
  reasons: Reason[];
  row_number: number | null;
  replays: number;
  replayed_at: string | null;
}

export interface ArrivalPage {
  items: Arrival[];
  next_cursor: string | null;
  totals?: Partial<Record<Outcome, number>>;
  /** Arrivals whose lead is nowhere: to be 0. */
  lost?: number;
}
