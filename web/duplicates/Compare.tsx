import { EditOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Checkbox, Radio } from "antd";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import type { Value as FieldValue } from "../../core/language/types.ts";
import { useObject, useObjects, type FieldMeta } from "../api/objects.ts";
import { nameIn, type Item } from "../api/records.ts";
import { fieldTwins } from "../fields/registry.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Value } from "../ui/Value.tsx";
import { useText, useWords, type WordKey } from "../words/words.ts";
import { leadName } from "../work/ask/Sheets.tsx";
import "./duplicates.css";
import type { MergePlan, Preview } from "./merge-plan.ts";

type Field = Preview["fields"][number];

/** Leads side by side: differences marked, a value chosen per field by a click, and what would be kept in the last column. On a phone as cards. */
export function Compare({ plan }: { plan: MergePlan }) {
  const t = useWords();
  const phone = usePhoneWidth();
  const object = useObject("lead");
  const [all, setAll] = useState(false);
  const { preview } = plan;
  if (plan.error && !preview) return <Problem error={plan.error} />;
  const fields = (preview?.fields ?? []).flatMap((each) => {
    const meta = object?.fields.find((field) => field.key === each.field);
    return meta ? [{ ...each, meta }] : [];
  });
  // What the engine keeps follows by itself: there is nothing to choose.
  const different = fields.filter((each) => each.differs && each.editable);
  const same = fields.filter((each) => !different.includes(each));
  const shown = all ? [...different, ...same] : different;
  const taking = plan.leads.filter((lead) => lead.id === plan.survivor || plan.others.includes(lead.id));
  return (
    <div className="compare">
      {phone ? <Cards plan={plan} fields={shown} taking={taking} /> : <Table plan={plan} fields={shown} />}
      <p className="quiet compare-foot">
        {preview ? <span>{t("desks:differences", { n: different.length })}</span> : plan.others.length === 0 && <span>{t("desks:one_left")}</span>}
        {same.length > 0 && !all && <Button type="link" size="small" onClick={() => setAll(true)}>{t("desks:same_fields", { n: same.length })}</Button>}
        {preview && <span><Moves counts={preview.children} /></span>}
      </p>
    </div>
  );
}

function Moves({ counts }: { counts: Record<string, number> }) {
  const t = useWords();
  const text = useText();
  const objects = useObjects().data ?? [];
  const what = Object.entries(counts).map(([key, n]) => {
    const object = objects.find((each) => each.key === key);
    return `${object ? text(object.label) : t("nav:arrivals")} ${n}`;
  });
  return <>{what.length > 0 ? t("desks:moves", { what: what.join(" · ") }) : t("desks:moves_nothing")}</>;
}

type Shown = Field & { meta: FieldMeta };

function Table({ plan, fields }: { plan: MergePlan; fields: readonly Shown[] }) {
  const t = useWords();
  const text = useText();
  return (
    <div className="compare-scroll">
      <table>
        <thead>
          <tr>
            <th>{t("desks:field")}</th>
            {plan.leads.map((lead) => <th key={lead.id} className={plan.out.includes(lead.id) ? "compare-out" : ""}><Head plan={plan} lead={lead} /></th>)}
            <th className="compare-result">{t("desks:result")}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.field} className={field.differs ? "compare-differs" : ""}>
              <th scope="row">{text(field.meta.label)}</th>
              {plan.leads.map((lead) => <td key={lead.id} className={plan.out.includes(lead.id) ? "compare-out" : ""}><Choice plan={plan} field={field} lead={lead} /></td>)}
              <td className="compare-result"><Result plan={plan} field={field} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who a lead is, and whether it stays, goes into the other or is left out. */
function Head({ plan, lead }: { plan: MergePlan; lead: Item }) {
  const t = useWords();
  const name = leadName(lead, t("records:no_name"));
  const owner = nameIn(lead, "owner_id") ?? nameIn(lead, "pool_id");
  return (
    <div className="compare-head">
      <Link to={`/leads/${lead.id}`}>{name}</Link>
      <span className="quiet">{owner && <>{owner} · </>}<RelativeTime at={lead.created_at as string | undefined} /></span>
      <span className="compare-part">
        <Radio checked={plan.survivor === lead.id} aria-label={t("desks:stay_this", { name })} onChange={() => plan.keep(lead.id)}>{t("desks:stays")}</Radio>
        {plan.leads.length > 2 && plan.survivor !== lead.id && <Checkbox checked={!plan.out.includes(lead.id)} onChange={() => plan.toggle(lead.id)}>{t("desks:take_in")}</Checkbox>}
      </span>
    </div>
  );
}

function Choice({ plan, field, lead }: { plan: MergePlan; field: Shown; lead: Item }) {
  const t = useWords();
  const text = useText();
  const value = lead[field.field] as FieldValue | undefined;
  const shown = <Value field={field.meta} value={value} name={nameIn(lead, field.field)} />;
  const empty = value === null || value === undefined || value === "";
  if (!field.editable || !field.differs || plan.out.includes(lead.id)) return <span className="compare-plain">{shown}</span>;
  const said = Array.isArray(value) ? value.join(", ") : String(value ?? t("desks:empty_value"));
  return (
    <button type="button" className="compare-choice" aria-pressed={field.from === lead.id} aria-label={t("desks:choose_value", { field: text(field.meta.label), value: said })} onClick={() => plan.choose(field.field, lead.id)}>
      {empty ? <span className="faint">–</span> : shown}
    </button>
  );
}

function Result({ plan, field }: { plan: MergePlan; field: Shown }) {
  const t = useWords();
  const text = useText();
  const [typing, setTyping] = useState(false);
  const chosen = plan.values[field.field] !== undefined;
  const name = plan.leads.map((lead) => (lead[field.field] === field.value ? nameIn(lead, field.field) : undefined)).find(Boolean);
  const { Edit } = fieldTwins[field.meta.type];
  const value = field.value as FieldValue;
  if (typing) {
    return (
      <span className="compare-typing" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setTyping(false)}>
        <Edit field={field.meta} value={value} autoFocus onChange={(next) => plan.choose(field.field, { value: next })} onDone={() => setTyping(false)} />
      </span>
    );
  }
  return (
    <span className="compare-kept">
      <span className="compare-value"><Value field={field.meta} value={value} name={name} />{(value === null || value === "") && <span className="faint">–</span>}</span>
      <small className="quiet">{t(`desks:because_${field.because}` as WordKey)}</small>
      {field.editable && <Button type="text" size="small" icon={<EditOutlined />} aria-label={t("desks:type_value", { field: text(field.meta.label) })} onClick={() => setTyping(true)} />}
      {chosen && <Button type="text" size="small" icon={<UndoOutlined />} title={t("desks:proposed")} aria-label={`${text(field.meta.label)} ${t("desks:proposed")}`} onClick={() => plan.choose(field.field, null)} />}
    </span>
  );
}

/** The same under a thumb: one card a lead, then one card a difference. */
function Cards({ plan, fields, taking }: { plan: MergePlan; fields: readonly Shown[]; taking: readonly Item[] }): ReactNode {
  const text = useText();
  return (
    <>
      <div className="compare-leads">{plan.leads.map((lead) => <div key={lead.id} className={plan.out.includes(lead.id) ? "compare-card compare-out" : "compare-card"}><Head plan={plan} lead={lead} /></div>)}</div>
      {fields.map((field) => (
        <section key={field.field} className="compare-card">
          <h3>{text(field.meta.label)}</h3>
          {field.differs && <ul>{taking.map((lead) => <li key={lead.id}><Choice plan={plan} field={field} lead={lead} /></li>)}</ul>}
          <Result plan={plan} field={field} />
        </section>
      ))}
    </>
  );
}
