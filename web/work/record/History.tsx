import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { Value as FieldValue } from "../../../core/language/types.ts";
import { call } from "../../api/call.ts";
import { useCan } from "../../api/me.ts";
import type { ObjectMeta } from "../../api/objects.ts";
import type { HistoryItem } from "../../api/timeline.ts";
import { Problem } from "../../ui/Problem.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { Value } from "../../ui/Value.tsx";
import { Purge } from "./Purge.tsx";
import { useText, useWords } from "../../words/words.ts";

/** Who changed what on a record; asked for only when opened. */
export function History({ object, id }: { object: ObjectMeta; id: string }) {
  const t = useWords();
  const can = useCan();
  const [open, setOpen] = useState(false);
  return (
    <section className="side-card">
      <h2>{t("leads:history")}<Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? "leads:fold" : "leads:unfold")}</Button></h2>
      {open && <Changes object={object} id={id} />}
      {open && can(`${object.key}:purge`) && <Purge object={object} id={id} />}
    </section>
  );
}

function Changes({ object, id }: { object: ObjectMeta; id: string }) {
  const t = useWords();
  const text = useText();
  const list = useQuery({ queryKey: ["history", object.key, id], queryFn: () => call<{ items: HistoryItem[]; names: Record<string, string> }>("GET", `/records/${object.key}/${id}/history`) });
  const items = (list.data?.items ?? []).flatMap((item) => {
    const changed = Object.entries(item.diff ?? {}).flatMap(([key, [from, to]]) => {
      const field = object.fields.find((each) => each.key === key && !each.internal);
      return field && key !== "version" && key !== "updated_at" && key !== "updated_by" ? [{ field, from: from as FieldValue, to: to as FieldValue }] : [];
    });
    return item.diff && changed.length === 0 ? [] : [{ ...item, changed }];
  });
  if (list.isPending) return <div className="timeline-waiting" role="status" aria-busy="true" />;
  if (list.error) return <Problem error={list.error} retry={() => void list.refetch()} />;
  const names = list.data.names;
  const shown = (field: HistoryField, value: FieldValue) => {
    if (value === null) return <span className="faint">–</span>;
    if (!NAMED.has(field.type)) return <Value field={field} value={value} name={undefined} />;
    const name = names[String(value)];
    return name ? <Value field={field} value={value} name={name} /> : <span className="faint">{t("audit:not_visible")}</span>;
  };
  return (
    <ol className="changes">
      {items.map((item) => (
        <li key={item.id}>
          <div className="quiet">{item.actor.kind === "system" ? t("leads:by_system") : item.actor.name} <RelativeTime at={item.at} /></div>
          {item.diff === null ? t("leads:happened_created") : item.changed.map(({ field, from, to }) => <div key={field.key} className="change"><span className="quiet">{text(field.label)}</span> {shown(field, from)} → {shown(field, to)}</div>)}
        </li>
      ))}
    </ol>
  );
}

/** Values that stand for somebody or something with a name. */
const NAMED = new Set(["person", "team", "link"]);

type HistoryField = ObjectMeta["fields"][number];
