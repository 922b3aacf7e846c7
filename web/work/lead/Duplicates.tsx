import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import type { Filter } from "../../../core/language/types.ts";
import { ask } from "../../actions/ask.ts";
import { call } from "../../api/call.ts";
import { nameIn, type Item, type RecordPage } from "../../api/records.ts";
import { useWords } from "../../words/words.ts";
import { leadName } from "../ask/Sheets.tsx";

/** Leads with the same phone, or of the same company, as far as the viewer may see them. */
export function Duplicates({ lead }: { lead: Item }) {
  const t = useWords();
  const same: Filter[] = [
    ...(typeof lead.phone === "string" && !lead.phone.includes("*") ? [{ field: "phone", op: "is" as const, value: lead.phone }] : []),
    ...(typeof lead.company === "string" && !lead.company.includes("*") ? [{ field: "company", op: "is" as const, value: lead.company }] : []),
  ];
  const filter: Filter = { all: [{ field: "id", op: "not", value: lead.id }, { any: same }] };
  const list = useQuery({
    queryKey: ["duplicates", "lead", lead.id, lead.phone, lead.company],
    queryFn: () => call<RecordPage>("POST", "/records/lead/query", { body: { filter, fields: ["name", "company", "phone", "owner_id", "created_at"], limit: 6, count: true } }),
    enabled: same.length > 0,
  });
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="side-card">
      <h2>{t("leads:same_customer")}<span className="quiet">{list.data?.total}</span></h2>
      <ul className="side-list">
        {items.map((each) => (
          <li key={each.id}>
            <Link to={`/leads/${each.id}`}>{leadName(each, t("records:no_name"))}</Link>
            <span className="quiet">{t(each.phone === lead.phone ? "leads:same_phone" : "leads:same_company")}{nameIn(each, "owner_id") ? ` · ${nameIn(each, "owner_id") ?? ""}` : ""}</span>
            {lead.abilities?.includes("merge") && each.abilities?.includes("merge") && <Button type="link" size="small" onClick={() => ask({ kind: "merge", leads: [lead, each] })}>{t("leads:merge")}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
