import { useEffect, useRef, type ReactNode } from "react";
import type { Value as FieldValue } from "../../core/language/types.ts";
import type { ObjectMeta } from "../api/objects.ts";
import { nameIn, type Item } from "../api/records.ts";
import { useText, useWords } from "../words/words.ts";
import { fieldTwins } from "../fields/registry.tsx";
import type { ListControl } from "./list-control.ts";
import type { CellRenderers, ShownColumn } from "./shown-column.ts";
import { Value } from "./Value.tsx";

interface Props {
  object: ObjectMeta;
  items: Item[];
  columns: ShownColumn[];
  cells: CellRenderers;
  control: ListControl;
  onOpen: (item: Item) => void;
  rowAction: ((item: Item) => ReactNode) | undefined;
  more: () => void;
  complete: boolean;
}

const FACTS = 6;

/** The list on a phone: a card a record, title first, the next columns as facts. */
export function RecordCards({ object, items, columns, cells, onOpen, rowAction, more, complete }: Props) {
  const t = useWords();
  const text = useText();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: "400px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [more]);
  const facts = columns.filter(({ field }) => field.key !== object.title).slice(0, FACTS);
  return (
    <div className="cards">
      {items.map((item) => (
        <article key={item.id} className="card" onClick={() => onOpen(item)}>
          <h3><button type="button" className="cell-title">{cells[object.title]?.(item) ?? String(item[object.title] ?? t("records:no_name"))}</button></h3>
          <dl>
            {facts.map(({ field }) => {
              const value = item[field.key] as FieldValue | undefined;
              if (value === null || value === undefined) return null;
              return <div key={field.key} className={fieldTwins[field.type].bare ? "fact-bare" : ""}><dt>{text(field.label)}</dt><dd>{cells[field.key]?.(item) ?? <Value field={field} value={value} name={nameIn(item, field.key)} />}</dd></div>;
            })}
          </dl>
          {rowAction && <div className="card-action">{rowAction(item)}</div>}
        </article>
      ))}
      <div ref={end} className="cards-end">{complete ? t("records:end") : ""}</div>
    </div>
  );
}
