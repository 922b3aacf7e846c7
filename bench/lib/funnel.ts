import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CsvRow, readCsv } from "./csv_history.ts";

/** Where the marketplace's leads and deals lie on machines that have them. */
export const FUNNEL = fileURLToPath(new URL("../../../shared/data/olist-funnel/", import.meta.url));

/** Leads and deals joined by their id; `won` is the outcome. What the deal says of the seller is known to sales only, and must be found out as such. */
export async function funnelRows(): Promise<CsvRow[]> {
  const deals = new Map((await readCsv(join(FUNNEL, "olist_closed_deals_dataset.csv"))).map((deal) => [deal.mql_id, deal]));
  return (await readCsv(join(FUNNEL, "olist_marketing_qualified_leads_dataset.csv"))).map(({ mql_id, ...lead }) => {
    const deal = deals.get(mql_id);
    return { ...lead, business_segment: deal?.business_segment ?? "", lead_type: deal?.lead_type ?? "", won: deal ? "1" : "0" } as CsvRow;
  });
}
