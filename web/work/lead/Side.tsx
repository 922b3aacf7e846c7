import { Button } from "antd";
import { Link } from "react-router";
import type { ReactNode } from "react";
import { nameIn, type Item } from "../../api/records.ts";
import { useObject, type ObjectMeta } from "../../api/objects.ts";
import { recordAddress } from "../../app/pages.tsx";
import { Countdown } from "../../ui/Countdown.tsx";
import { PersonName } from "../../ui/PersonName.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { Predicted } from "../../predict/WhyPredicted.tsx";
import { useText, useWords } from "../../words/words.ts";
import { choiceName } from "../record/happening.ts";
import { History } from "../record/History.tsx";
import { HoldLog } from "../pool/HoldLog.tsx";
import { LeadClocks } from "../sla/LeadClocks.tsx";
import { Duplicates } from "./Duplicates.tsx";
import { Tasks } from "../record/Tasks.tsx";
import { WhyReceipt } from "./WhyReceipt.tsx";

/** What runs by itself around a lead: next step, clock, protection, score and owner, each with its reason; then what hangs on it. */
export function Side({ object, lead, onLog }: { object: ObjectMeta; lead: Item; onLog: () => void }) {
  return (
    <>
      <Standing lead={lead} onLog={onLog} />
      <Around object={object} lead={lead} />
    </>
  );
}

/** Tasks, look-alikes, what it became, and who changed what. */
export function Around({ object, lead }: { object: ObjectMeta; lead: Item }) {
  return (
    <>
      <Tasks about={{ lead_id: lead.id }} lead={lead} />
      <Duplicates lead={lead} />
      <Related lead={lead} />
      <HoldLog lead={lead.id} />
      <History object={object} id={lead.id} />
    </>
  );
}

/** Next step, clock, owner, score, protection and recycling, each with "why?". */
export function Standing({ lead, onLog }: { lead: Item; onLog: () => void }) {
  const t = useWords();
  const text = useText();
  const meta = useObject("lead");
  const open = lead.stage !== "converted" && lead.stage !== "disqualified";
  const score = typeof lead.score === "number" ? lead.score : null;
  const heat = choiceName(meta?.fields.find((field) => field.key === "heat"), lead.heat, text);
  const date = (key: string): ReactNode => (typeof lead[key] === "string" ? <RelativeTime at={lead[key]} /> : <span className="faint">–</span>);
  return (
    <section className="side-card">
      {open && lead.owner_id !== null && (
        <div className="next-card">
          {typeof lead.next_step_at === "string"
            ? <><b>{String(lead.next_step ?? t("leads:next_step"))}</b><Countdown due={lead.next_step_at} /></>
            : <><span className="quiet">{t("leads:no_next_step")}</span>{lead.abilities?.includes("log") && <Button size="small" type="link" onClick={onLog}>{t("leads:plan_next")}</Button>}</>}
        </div>
      )}
      <dl className="standing">
        {open && lead.owner_id !== null && <LeadClocks lead={lead} />}
        <dt>{t("leads:owner")}</dt>
        <dd>{nameIn(lead, "owner_id") ? <PersonName name={nameIn(lead, "owner_id") ?? ""} /> : lead.pool_id ? t("leads:in_pool", { name: nameIn(lead, "pool_id") ?? "" }) : <span className="faint">–</span>}<WhyReceipt lead={lead.id} kind="route" title={t("leads:why_route")} /></dd>
        <dt>{t("leads:score")}</dt>
        <dd><b className="number">{score ?? "–"}</b>{typeof lead.grade === "string" && <span className="grade">{lead.grade}</span>}{heat && <span className="quiet">{t("leads:heat")} {heat}</span>}<WhyReceipt lead={lead.id} kind="score" title={t("leads:why_score")} /></dd>
        <Predicted lead={lead} />
        {open && lead.owner_id !== null && <><dt>{t("leads:protected")}</dt><dd>{date("protected_until")}</dd><dt>{t("leads:recycles")}</dt><dd>{date("recycle_at")}<WhyReceipt lead={lead.id} kind="pool" title={t("leads:why_pool")} /></dd></>}
        {open && typeof lead.extended_until === "string" && <><dt>{t("pools:extended_until")}</dt><dd>{date("extended_until")}</dd></>}
        {typeof lead.disqualify_reason === "string" && <><dt>{t("leads:disqualified_because")}</dt><dd>{choiceName(meta?.fields.find((field) => field.key === "disqualify_reason"), lead.disqualify_reason, text)}</dd></>}
      </dl>
    </section>
  );
}

function Related({ lead }: { lead: Item }) {
  const t = useWords();
  const links = (["account", "contact", "opportunity"] as const).flatMap((object) => {
    const id = lead[`${object}_id`];
    return typeof id === "string" ? [{ object, id, name: nameIn(lead, `${object}_id`) }] : [];
  });
  if (links.length === 0) return null;
  return (
    <section className="side-card">
      <h2>{t("leads:related")}</h2>
      <dl className="standing">{links.map(({ object, id, name }) => <div key={object} className="contents"><dt>{t(`leads:${object}`)}</dt><dd>{name ? <Link to={recordAddress(object, id)}>{name}</Link> : <span className="quiet">{t("leads:not_visible")}</span>}</dd></div>)}</dl>
    </section>
  );
}
