import { EditOutlined, PhoneOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useEffect, useRef } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { ask } from "../actions/ask.ts";
import { useObject, type ObjectMeta } from "../api/objects.ts";
import { nameIn, useRecord, type Item } from "../api/records.ts";
import { Waiting } from "../app/Waiting.tsx";
import { InCollision } from "../collisions/InCollision.tsx";
import { Phone } from "../ui/Phone.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Missing } from "../ui/Missing.tsx";
import { useTitle } from "../ui/title.ts";
import { useWords } from "../words/words.ts";
import { leadName } from "./ask/Sheets.tsx";
import { AllReceipts } from "./lead/WhyReceipt.tsx";
import { Around, Side, Standing } from "./lead/Side.tsx";
import { StagePath } from "./lead/StagePath.tsx";
import { Composer } from "./log/Composer.tsx";
import { OfferOf } from "./offers/Offers.tsx";
import { Actions } from "./record/Actions.tsx";
import { Facts } from "./record/Facts.tsx";
import { useLentRecord } from "./record/lend.ts";
import { Timeline } from "./record/Timeline.tsx";

/** One lead: facts, timeline with the composer, and what runs around it, on one page. */
export default function LeadPage() {
  const { id = "" } = useParams();
  const go = useNavigate();
  const object = useObject("lead");
  const lead = useRecord("lead", id);
  const now = lead.data?.id;
  // A merged lead answers as its survivor: the address follows.
  useEffect(() => {
    if (now && now !== id) void go(`/leads/${now}`, { replace: true });
  }, [now, id, go]);
  if (lead.error && !lead.data) return <Missing error={lead.error} retry={() => void lead.refetch()} />;
  if (!lead.data || !object) return <Waiting />;
  return <Lead key={lead.data.id} object={object} lead={lead.data} />;
}

function Lead({ object, lead }: { object: ObjectMeta; lead: Item }) {
  const t = useWords();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const composer = useRef<HTMLDivElement>(null);
  const title = leadName(lead, t("records:no_name"));
  const compose = params.get("compose");
  useLentRecord("lead", lead);
  useTitle(title);
  const log = (): void => {
    if (phone) ask({ kind: "log", lead });
    else composer.current?.querySelector("textarea")?.focus();
  };
  useEffect(() => {
    if (!compose) return;
    if (compose === "task") ask({ kind: "task", lead });
    else log();
    setParams((before) => { before.delete("compose"); return before; }, { replace: true });
  });
  const mayLog = lead.abilities?.includes("log") ?? false;
  const head = (
    <header className="record-head">
      <div className="record-title">
        <h1>{String(lead.name ?? t("records:no_name"))}</h1>
        {typeof lead.company === "string" && <span className="quiet">{lead.company}{typeof lead.job_title === "string" && ` · ${lead.job_title}`}</span>}
        {typeof lead.phone === "string" && <Phone value={lead.phone} />}
        {!phone && <div className="page-actions"><Actions shown={4} without={["lead.log_call"]} /></div>}
      </div>
      <StagePath object={object} item={lead} />
    </header>
  );
  const middle = (
    <>
      <InCollision lead={lead.id} />
      <OfferOf lead={lead.id} />
      {mayLog && !phone && <div ref={composer} className="panel"><Composer lead={lead} /></div>}
      {!mayLog && <p className="quiet panel">{t(lead.abilities?.includes("claim") ? "leads:claim_first" : lead.stage === "converted" || lead.stage === "disqualified" ? "leads:closed_here" : lead.owner_id ? "leads:owned_by_other" : "leads:nobody_owns", { name: nameIn(lead, "owner_id") ?? "" })}</p>}
      <Timeline object="lead" id={lead.id} />
    </>
  );
  if (phone) return <PhoneLead object={object} lead={lead} head={head} middle={middle} log={log} />;
  return (
    <section className="page page-fill">
      {head}
      <div className="record-columns">
        <div className="record-left"><Facts object={object} item={lead} /></div>
        <div className="record-middle">{middle}</div>
        <aside className="record-right"><Side object={object} lead={lead} onLog={log} /></aside>
      </div>
    </section>
  );
}

type Tab = "timeline" | "facts" | "why";

/** The same page under a thumb: tabs, and the three things one does on the road in a bar below. */
function PhoneLead({ object, lead, head, middle, log }: { object: ObjectMeta; lead: Item; head: React.ReactNode; middle: React.ReactNode; log: () => void }) {
  const t = useWords();
  const [params, setParams] = useSearchParams();
  const tab = (params.get("tab") ?? "timeline") as Tab;
  const number = typeof lead.phone === "string" && !lead.phone.includes("*") ? lead.phone : undefined;
  return (
    <section className="page page-phone-record">
      {head}
      <Segmented<Tab> block value={tab} options={[{ value: "timeline", label: t("leads:tab_timeline") }, { value: "facts", label: t("leads:tab_facts") }, { value: "why", label: t("leads:tab_why") }]} onChange={(next) => setParams({ tab: next }, { replace: true })} />
      {tab === "timeline" && <><Standing lead={lead} onLog={log} />{middle}</>}
      {tab === "facts" && <><Facts object={object} item={lead} /><div className="record-right"><Around object={object} lead={lead} /></div></>}
      {tab === "why" && <AllReceipts lead={lead.id} />}
      <nav className="thumb-bar" aria-label={t("leads:actions")}>
        {number && <Button size="large" icon={<PhoneOutlined />} href={`tel:${number}`}>{t("leads:call")}</Button>}
        {lead.abilities?.includes("log") && <Button size="large" type="primary" icon={<EditOutlined />} onClick={log}>{t("leads:log_short")}</Button>}
        <Actions shown={1} plain={lead.abilities?.includes("log") ?? false} without={["lead.log_call", "lead.call"]} />
      </nav>
    </section>
  );
}
