/** How one lead is to be converted. */
export interface Wish {
  id: string;
  account?: { id?: string; name?: string };
  contact?: { id?: string } & Record<string, unknown>;
  /** Null: none is made. */
  opportunity?: Record<string, unknown> | null;
}

export interface Converted {
  id: string;
  conversion_id: string;
  account_id: string;
  contact_id: string | null;
  opportunity_id: string | null;
  created: string[];
}
