import { Link } from "react-router";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import type { Receipt } from "../api/receipts.ts";
import type { Item } from "../api/records.ts";
import { fullNumber } from "../ui/numbers.ts";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { Why } from "../ui/Why.tsx";
import { useText, useWords } from "../words/words.ts";

/** The predicted conversion of a lead with its receipt; nothing while nothing predicts. */
export function Predicted({ lead }: { lead: Item }) {
  const t = useWords();
  const can = useCan();
  const predicted = lead.predicted;
  if (typeof predicted !== "number") return null;
  const load = async () => {
    const { items } = await queryClient.fetchQuery({ queryKey: ["receipts", "lead", lead.id, "predict"], queryFn: () => call<{ items: Receipt[] }>("GET", `/records/lead/${lead.id}/receipts`), staleTime: 5_000 });
    const receipt = items.find((item) => (item.kind as string) === "predict");
    return receipt ? <Reasons receipt={receipt} predicted={predicted} /> : <p className="quiet">{t("predict:no_receipt")}</p>;
  };
  return <><dt>{t("predict:predicted_short")}</dt><dd><b className="number">{fullNumber(predicted, 1)}%</b>{can("decision:read") && <Why title={t("predict:why_predicted")} receipt={["receipt", lead.id, "predict"]} load={load} />}</dd></>;
}

/** The average, each factor with its points, and the version that predicted. */
function Reasons({ receipt, predicted }: { receipt: Receipt; predicted: number }) {
  const t = useWords();
  const text = useText();
  const may = useCan()("policy:read");
  const version = t("predict:by_version", { n: receipt.version });
  return (
    <div className="told">
      <table className="points">
        <tbody>{receipt.reasons.map((reason, index) => {
          const points = typeof reason.facts.points === "string" ? reason.facts.points : null;
          const told = text(receipt.explain[index] ?? { zh: "", en: "" });
          return <tr key={index}><td>{points !== null && told.endsWith(points) ? told.slice(0, -points.length).trim() : told}</td><td className="number">{points}</td></tr>;
        })}</tbody>
        <tfoot><tr><td>{t("predict:predicted_short")}</td><td className="number">{fullNumber(predicted, 1)}%</td></tr></tfoot>
      </table>
      <p className="quiet">{t("predict:points_mean")}</p>
      <p className="quiet">{may ? <Link to={`/predictive?version=${receipt.version}`}>{version}</Link> : version} · <RelativeTime at={receipt.at} /></p>
    </div>
  );
}
