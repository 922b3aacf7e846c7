import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { touched } from "../../api/leads.ts";
import { useCan } from "../../api/me.ts";
import { run } from "../../api/run.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";

const useOffers = () => {
  const can = useCan();
  return useQuery({ queryKey: ["lead", "offers"], queryFn: () => run("lead.offers", {}), enabled: can("lead:accept") }).data?.items ?? [];
};
type Offer = ReturnType<typeof useOffers>[number];

/** Leads I was given and have to accept in time; nothing where no rule asks for it. */
export function Offers() {
  const t = useWords();
  const offers = useOffers();
  if (offers.length === 0) return null;
  return (
    <section className="panel" style={{ marginBottom: 12 }} aria-label={t("route:offers")}>
      <h2>{t("route:offers")} <span className="quiet number">{offers.length}</span></h2>
      <p className="quiet">{t("route:offer_until")}</p>
      <ul className="clocks">
        {offers.map((offer) => <li key={offer.lead_id} className="row" style={{ padding: "4px 0" }}><Link style={{ flex: 1, minWidth: 0 }} to={`/leads/${offer.lead_id}`}>{offer.name || t("records:no_name")}</Link><Countdown due={offer.until} from={offer.offered_at} /><Accept offer={offer} /></li>)}
      </ul>
    </section>
  );
}

/** The same for one lead, on its page. */
export function OfferOf({ lead }: { lead: string }) {
  const t = useWords();
  const offer = useOffers().find((each) => each.lead_id === lead);
  return offer ? <p className="says row"><span>{t("route:offer_until")}</span><Countdown due={offer.until} from={offer.offered_at} /><Accept offer={offer} /></p> : null;
}

function Accept({ offer }: { offer: Offer }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const accept = async (): Promise<void> => {
    setBusy(true);
    await run("lead.accept", { id: offer.lead_id }).then(() => touched("lead"), tellProblem);
    setBusy(false);
  };
  return <Button size="small" type="primary" loading={busy} onClick={() => void accept()}>{t("route:offer_accept")}</Button>;
}
