import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import type { Value as FieldValue } from "../../../core/language/types.ts";
import { ask } from "../../actions/ask.ts";
import { call } from "../../api/call.ts";
import { useCan } from "../../api/me.ts";
import { useObjects, type FieldMeta, type ObjectMeta } from "../../api/objects.ts";
import { nameIn, type Item, type RecordPage } from "../../api/records.ts";
import { recordAddress } from "../../app/pages.tsx";
import { Value } from "../../ui/Value.tsx";
import { useText, useWords } from "../../words/words.ts";

/** What the timeline tells already. */
const TOLD = new Set(["activity", "task"]);

/** Records of other objects that point to this one, an object each. */
export function RelatedLists({ object, item }: { object: ObjectMeta; item: Item }) {
  const objects = useObjects().data ?? [];
  const links = objects.flatMap((from) => (TOLD.has(from.key) ? [] : from.fields.filter((field) => field.type === "link" && field.target === object.key && !field.retired && !field.internal && field.key !== "duplicate_of").map((field) => ({ from, field }))));
  return <>{links.map(({ from, field }) => <Related key={`${from.key}.${field.key}`} from={from} field={field} item={item} />)}</>;
}

function Related({ from, field, item }: { from: ObjectMeta; field: FieldMeta; item: Item }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const beside = from.fields.filter((each) => ["stage", "amount", "phone", "status"].includes(each.key)).slice(0, 2);
  const list = useQuery({
    queryKey: ["related", from.key, field.key, item.id],
    queryFn: () => call<RecordPage>("POST", `/records/${from.key}/query`, { body: { filter: { field: field.key, op: "is", value: item.id }, fields: [from.title, ...beside.map((each) => each.key)], limit: 8, count: true } }),
    enabled: can(`${from.key}:read`),
  });
  const items = list.data?.items ?? [];
  const may = can(`${from.key}:create`) && !field.readonly && from.key !== "lead";
  if (items.length === 0 && !may) return null;
  return (
    <section className="side-card">
      <h2>{text(from.label)}{items.length > 0 && <span className="quiet number">{list.data?.total}</span>}{may && <Button type="link" size="small" onClick={() => ask({ kind: "new_record", object: from.key, values: { [field.key]: item.id } })}>{t("leads:add")}</Button>}</h2>
      <ul className="side-list">
        {items.map((each) => (
          <li key={each.id}>
            <Link to={recordAddress(from.key, each.id)}>{String(each[from.title] ?? t("records:no_name"))}</Link>
            <span className="quiet">{beside.map((one) => <Value key={one.key} field={one} value={each[one.key] as FieldValue} name={nameIn(each, one.key)} />)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
