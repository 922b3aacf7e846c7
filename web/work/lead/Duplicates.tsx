import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import type { Filter } from "../../../core/language/types.ts";
import { ask } from "../../actions/ask.ts";
import { call } from "../../api/call.ts";
import { useCan } from "../../api/me.ts";
import { nameIn, type Item, type RecordPage } from "../../api/records.ts";
import { run } from "../../api/run.ts";
import { useText, useWords } from "../../words/words.ts";
import { leadName } from "../ask/Sheets.tsx";

/** Leads likely the same: of this lead's cluster of the duplicate desk, and those with the same phone or company, as far as the viewer may see them. */
export function Duplicates({ lead }: { lead: Item }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const same: Filter[] = [
    ...(typeof lead.phone === "string" && !lead.phone.includes("*") ? [{ field: "phone", op: "is" as const, value: lead.phone }] : []),
    ...(typeof lead.company === "string" && !lead.company.includes("*") ? [{ field: "company", op: "is" as const, value: lead.company }] : []),
  ];
  const filter: Filter = { all: [{ field: "id", op: "not", value: lead.id }, { any: same }] };
  const clusters = useQuery({ queryKey: ["duplicates", "lead", "of", lead.id], queryFn: () => run("duplicate.list", { lead_id: lead.id, limit: 3 }), enabled: can("lead:merge") });
  const list = useQuery({
    queryKey: ["duplicates", "lead", lead.id, lead.phone, lead.company],
    queryFn: () => call<RecordPage>("POST", "/records/lead/query", { body: { filter, fields: ["name", "company", "phone", "owner_id", "created_at"], limit: 6, count: true } }),
    enabled: same.length > 0,
  });
  const cluster = clusters.data?.items[0];
  const likely = ((cluster?.members ?? []) as Item[]).filter((member) => member.id !== lead.id && !member._apart);
  const items = (list.data?.items ?? []).filter((each) => !likely.some((member) => member.id === each.id));
  if (items.length + likely.length === 0) return null;
  const merge = (each: Item) => lead.abilities?.includes("merge") && each.abilities?.includes("merge") && <Button type="link" size="small" onClick={() => ask({ kind: "merge", leads: [lead, each] })}>{t("leads:merge")}</Button>;
  const owner = (each: Item): string => (nameIn(each, "owner_id") ? ` · ${nameIn(each, "owner_id") ?? ""}` : "");
  return (
    <section className="side-card">
      <h2>{t(likely.length > 0 ? "desks:likely_same" : "leads:same_customer")}<span className="quiet">{Math.max(list.data?.total ?? 0, items.length + likely.length)}</span>{cluster && likely.length > 0 && <Link to={`/duplicates?cluster=${cluster.id}`}>{t("desks:open_desk")}</Link>}</h2>
      <ul className="side-list">
        {likely.map((each) => (
          <li key={each.id}>
            <Link to={`/leads/${each.id}`}>{leadName(each, t("records:no_name"))}</Link>
            <span className="quiet">{cluster?.pairs[0]?.explain.map(text).join(" · ")}{owner(each)}</span>
            {merge(each)}
          </li>
        ))}
        {items.map((each) => (
          <li key={each.id}>
            <Link to={`/leads/${each.id}`}>{leadName(each, t("records:no_name"))}</Link>
            <span className="quiet">{t(each.phone === lead.phone ? "leads:same_phone" : "leads:same_company")}{owner(each)}</span>
            {merge(each)}
          </li>
        ))}
      </ul>
    </section>
  );
}
