import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { touched } from "../api/leads.ts";
import { run } from "../api/run.ts";
import { recordAddress } from "../app/pages.tsx";
import { Waiting } from "../app/Waiting.tsx";
import { Countdown } from "../ui/Countdown.tsx";
import { Money } from "../ui/Money.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { tell, tellProblem } from "../ui/toast.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useText, useWords, type Say } from "../words/words.ts";
import { AppealDialog, DecideDialog, EvidenceDialog } from "./Dialogs.tsx";
import { customerName, partyName, verdictWords, type Collision, type Side } from "./party.ts";

const SIDES = ["holder", "claimant"] as const;

/** Both claims side by side, what the principles propose, the verdict, and what can be done about it. */
export function CollisionDetail({ id, back }: { id: string; back: () => void }) {
  const collision = useQuery({ queryKey: ["collisions", "notifications", id], queryFn: () => run("collision.get", { id }) });
  if (collision.error && !collision.data) return <div className="desk-detail"><div className="desk-detail-body"><Problem error={collision.error} retry={() => void collision.refetch()} /></div></div>;
  return collision.data ? <Detail collision={collision.data} back={back} /> : <Waiting />;
}

function Detail({ collision, back }: { collision: Collision; back: () => void }) {
  const t = useWords();
  const phone = usePhoneWidth();
  const [dialog, setDialog] = useState<"decide" | "evidence" | "appeal" | null>(null);
  const can = (what: Collision["abilities"][number]): boolean => collision.abilities.includes(what);
  const withdraw = (): void => {
    run("collision.withdraw", { id: collision.id }).then(async () => {
      await touched("collisions", "lead");
      tell(t("desks:done_withdraw"));
    }, tellProblem);
  };
  const close = (): void => setDialog(null);
  return (
    <div className="desk-detail">
      <div className="desk-detail-body collision-detail-body">
        {phone && <div><Button type="link" icon={<ArrowLeftOutlined />} onClick={back} style={{ padding: 0 }}>{t("desks:back_to_list")}</Button></div>}
        <Heading collision={collision} />
        {collision.verdict && <Verdict collision={collision} />}
        <Claims collision={collision} />
        <Proposal collision={collision} />
        <Steps collision={collision} />
      </div>
      {collision.abilities.length > 0 && (
        <div className="desk-do">
          {can("decide") && <Button type="primary" onClick={() => setDialog("decide")}>{t("desks:decide")}</Button>}
          {can("evidence") && <Button type={can("decide") ? "default" : "primary"} onClick={() => setDialog("evidence")}>{t("desks:evidence")}</Button>}
          {can("appeal") && <Button type="primary" onClick={() => setDialog("appeal")}>{t("desks:appeal")}</Button>}
          {can("appeal") && collision.appeal_until && <span className="quiet">{t("desks:appeal_left", { until: dayjs(collision.appeal_until).format("MM-DD HH:mm") })}</span>}
          {can("withdraw") && <Button onClick={withdraw}>{t("desks:withdraw")}</Button>}
        </div>
      )}
      {dialog === "decide" && <DecideDialog collision={collision} close={close} />}
      {dialog === "evidence" && <EvidenceDialog collision={collision} close={close} />}
      {dialog === "appeal" && <AppealDialog collision={collision} close={close} />}
    </div>
  );
}

function Heading({ collision }: { collision: Collision }) {
  const t = useWords();
  const name = customerName(collision, t);
  return (
    <header>
      <div className="collision-title">
        <h2>{collision.record ? <Link to={recordAddress(collision.object, collision.record.id)}>{name}</Link> : name}</h2>
        <span className={`collision-state collision-${collision.state}`}>{t(`desks:state_${collision.state}`)}</span>
        {collision.frozen && collision.due_at && <Countdown due={collision.due_at} from={collision.opened_at} />}
      </div>
      <p className="collision-facts">
        <span>{t(`desks:opened_how_${collision.how}`)} · <RelativeTime at={collision.opened_at} /></span>
        {collision.frozen && <span>{t("desks:decider", { name: collision.decider?.name ?? t("desks:decider_all") })}</span>}
        {collision.frozen && <span>{t("desks:frozen_hint")}</span>}
      </p>
    </header>
  );
}

function Verdict({ collision }: { collision: Collision }) {
  const t = useWords();
  return (
    <div className="verdict">
      <b>{t("desks:step_decided", { verdict: verdictWords(collision.verdict, collision.share, t) })}</b>
      {collision.note && <p>{collision.note}</p>}
      <small className="quiet">{collision.decided_by?.name} <RelativeTime at={collision.decided_at} /></small>
    </div>
  );
}

const moment = (at: string | null): ReactNode => (at ? <span className="number">{dayjs(at).format("YYYY-MM-DD HH:mm")}</span> : null);

function deals({ opportunities, opportunity_amount }: Collision["holder"], t: Say): ReactNode {
  if (opportunities === 0) return null;
  return <>{t("desks:opportunities_n", { n: opportunities })}{opportunity_amount ? <> · <Money value={opportunity_amount} /></> : null}</>;
}

function Claims({ collision }: { collision: Collision }) {
  const t = useWords();
  const earlier = (key: "first_entered_at" | "first_touch_at"): Side | null => {
    const [holder, claimant] = [collision.holder[key], collision.claimant[key]];
    return holder === claimant ? null : holder && (!claimant || holder < claimant) ? "holder" : "claimant";
  };
  const rows: { key: string; label: string; better?: Side | null; show: (side: Side) => ReactNode }[] = [
    { key: "entered", label: t("desks:first_entered"), better: earlier("first_entered_at"), show: (side) => moment(collision[side].first_entered_at) },
    { key: "touch", label: t("desks:first_touch"), better: earlier("first_touch_at"), show: (side) => moment(collision[side].first_touch_at) },
    { key: "protected", label: t("desks:protected_until"), show: (side) => moment(collision[side].protected_until) },
    { key: "deals", label: t("desks:opportunities"), show: (side) => deals(collision[side], t) },
    { key: "territory", label: t("desks:territory"), show: (side) => collision[side].territory },
  ];
  return (
    <table className="claims">
      <thead><tr><th />{SIDES.map((side) => <th key={side}>{partyName(collision, side, t)}<br /><small className="quiet">{t(`desks:${side}`)}{collision[side].person && collision[side].team ? ` · ${collision[side].team}` : ""}</small></th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}><th scope="row">{row.label}</th>{SIDES.map((side) => <td key={side} className={row.better === side ? "claim-better" : ""}>{row.show(side) || <span className="faint">{t("desks:none_yet")}</span>}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

function Proposal({ collision }: { collision: Collision }) {
  const t = useWords();
  const text = useText();
  const { verdict, explain } = collision.proposal;
  return (
    <div className="proposal">
      <b>{t("desks:proposal", { verdict: t(verdict ? `desks:proposal_${verdict}` : "desks:proposal_none") })}</b>
      <ul>{explain.map((each) => <li key={each.zh}>{text(each)}</li>)}</ul>
    </div>
  );
}

function Steps({ collision }: { collision: Collision }) {
  const t = useWords();
  const words = ({ kind, facts }: Collision["steps"][number]): string => {
    if (kind === "escalated") return t("desks:step_escalated", { to: String(facts.to ?? t("desks:decider_all")) });
    if (kind === "decided") return t("desks:step_decided", { verdict: verdictWords(facts.verdict, facts.share, t) });
    return t(kind === "evidence" ? "desks:step_evidence" : kind === "appealed" ? "desks:step_appealed" : kind === "withdrawn" ? "desks:step_withdrawn" : "desks:step_opened");
  };
  return (
    <section>
      <h2 className="collision-steps-head">{t("desks:history")}</h2>
      <ol className="collision-steps">
        {collision.steps.map((step) => (
          <li key={step.id}>
            <span><b>{words(step)}</b> <span className="quiet">{step.by?.name} <RelativeTime at={step.at} /></span></span>
            {typeof step.facts.note === "string" && <p>{step.facts.note}</p>}
            {(step.facts.wish === "holder" || step.facts.wish === "claimant") && <p className="quiet">{t("desks:wished", { side: partyName(collision, step.facts.wish, t) })}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
