import { Button } from "antd";
import { useState } from "react";
import type { Value as FieldValue } from "../../../core/language/types.ts";
import type { FieldMeta, ObjectMeta } from "../../api/objects.ts";
import { nameIn, type Item } from "../../api/records.ts";
import { recordAddress } from "../../app/pages.tsx";
import { CellEditor } from "../../ui/CellEditor.tsx";
import { mayEdit } from "../../ui/RecordCell.tsx";
import { Value } from "../../ui/Value.tsx";
import { useText, useWords } from "../../words/words.ts";
import { Link } from "react-router";
import { ChannelName } from "./ChannelName.tsx";
import { factGroups } from "./facts.ts";

const FOLDED = new Set(["leads:group_source", "leads:group_dates"]);

/** The facts of a record by group, each edited where it stands. Empty ones of folded groups are left out until asked for. */
export function Facts({ object, item }: { object: ObjectMeta; item: Item }) {
  const t = useWords();
  const [all, setAll] = useState(false);
  const [editing, setEditing] = useState<string>();
  return (
    <div className="fact-groups">
      {factGroups(object).map(({ label, fields }) => {
        const shown = all || !FOLDED.has(label) ? fields : fields.filter((field) => filled(item[field.key]));
        if (shown.length === 0) return null;
        return (
          <section key={label}>
            <h2>{t(label)}</h2>
            <dl className="facts">
              {shown.map((field) => <Fact key={field.key} object={object} field={field} item={item} editing={editing === field.key} onEdit={(on) => setEditing((now) => (on ? field.key : now === field.key ? undefined : now))} />)}
            </dl>
          </section>
        );
      })}
      <Button type="link" size="small" onClick={() => setAll(!all)}>{t(all ? "leads:facts_fewer" : "leads:facts_all")}</Button>
    </div>
  );
}

const filled = (value: unknown): boolean => value !== null && value !== undefined && value !== "" && value !== false && value !== 0;

function Fact({ object, field, item, editing, onEdit }: { object: ObjectMeta; field: FieldMeta; item: Item; editing: boolean; onEdit: (on: boolean) => void }) {
  const t = useWords();
  const text = useText();
  const value = item[field.key] as FieldValue | undefined;
  const name = nameIn(item, field.key);
  const editable = mayEdit(field, item);
  const shown = field.type === "link" && field.target && typeof value === "string" && name && field.target !== "pool"
    ? <Link to={recordAddress(field.target, value)}>{name}</Link>
    : object.key === "lead" && field.key === "channel" && typeof value === "string" ? <ChannelName channel={value} />
    : <Value field={field} value={value} name={name} />;
  return (
    <>
      <dt>{text(field.label)}</dt>
      <dd>
        {editing ? <CellEditor object={object} field={field} item={item} onClose={() => onEdit(false)} />
          : editable ? (
            <div className="fact-value" onClick={(event) => !(event.target instanceof Element && event.target.closest("a")) && onEdit(true)}>
              {filled(value) || value === 0 || value === false ? shown : <span className="faint">–</span>}
              <button type="button" className="fact-edit" aria-label={t("leads:edit_field", { field: text(field.label) })} onClick={() => onEdit(true)}>{t("leads:edit")}</button>
            </div>
          ) : filled(value) ? <div className="fact-value">{shown}</div> : <span className="faint fact-value">–</span>}
      </dd>
    </>
  );
}
