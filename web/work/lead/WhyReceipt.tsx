import { call } from "../../api/call.ts";
import { useCan } from "../../api/me.ts";
import { queryClient } from "../../api/query-client.ts";
import { useReceipts, type Receipt as ReceiptOf } from "../../api/receipts.ts";
import { Problem } from "../../ui/Problem.tsx";
import { Why } from "../../ui/Why.tsx";
import { useWords } from "../../words/words.ts";
import { Receipt } from "./Receipt.tsx";

interface Props {
  lead: string;
  kind: ReceiptOf["kind"];
  title: string;
  /** A decision in particular; absent: the newest of the kind. */
  id?: string;
}

/** "Why?" beside an automatic value of a lead. */
export function WhyReceipt({ lead, kind, title, id }: Props) {
  const can = useCan();
  if (!can("decision:read")) return null;
  const load = async () => {
    const items = await queryClient.fetchQuery({ queryKey: ["receipts", "lead", lead], queryFn: () => call<{ items: ReceiptOf[] }>("GET", `/records/lead/${lead}/receipts`).then((answer) => answer.items), staleTime: 5_000 });
    const found = id === undefined ? newest(items, kind) : items.find((item) => item.id === id);
    return found ? <Receipt receipt={found} /> : <NoReceipt kind={kind} />;
  };
  return <Why title={title} receipt={["receipt", lead, id ?? kind]} load={load} />;
}

function NoReceipt({ kind }: { kind: Props["kind"] }) {
  const t = useWords();
  return <p className="quiet">{t(kind === "route" ? "leads:by_hand" : "leads:no_receipt")}</p>;
}

const newest = (items: readonly ReceiptOf[], kind: Props["kind"]): ReceiptOf | undefined => items.find((item) => item.kind === kind);

/** All decisions about a lead at once: the "why" tab on a phone. */
export function AllReceipts({ lead }: { lead: string }) {
  const t = useWords();
  const list = useReceipts("lead", lead);
  if (list.isPending) return <div className="timeline-waiting" role="status" aria-busy="true" />;
  if (list.error) return <Problem error={list.error} retry={() => void list.refetch()} />;
  const kinds = (["route", "score", "sla", "pool", "match"] as const).flatMap((kind) => newest(list.data, kind) ?? []);
  return <>{kinds.map((receipt) => <section key={receipt.kind} className="side-card"><h2>{t(`leads:why_${receipt.kind}`)}</h2><Receipt receipt={receipt} /></section>)}</>;
}
