import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import type { OutputOf } from "../../apps/contract.ts";
import { touched } from "../api/leads.ts";
import type { Item } from "../api/records.ts";
import { run } from "../api/run.ts";
import { Waiting } from "../app/Waiting.tsx";
import { KeyHint } from "../ui/KeyHint.tsx";
import { Problem } from "../ui/Problem.tsx";
import { offerUndo, tellProblem } from "../ui/toast.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useText, useWords } from "../words/words.ts";
import { Compare } from "./Compare.tsx";
import { lendDesk } from "./desk-actions.tsx";
import { mergeAsPlanned, useMergePlan } from "./merge-plan.ts";

type ClusterOf = OutputOf<"duplicate.get">;

/** One cluster side by side: merged, or marked as different people. */
export function Cluster({ id, done, back }: { id: string; done: () => void; back: () => void }) {
  const cluster = useQuery({ queryKey: ["duplicates", "lead", id], queryFn: () => run("duplicate.get", { id }) });
  if (cluster.error && !cluster.data) return <div className="desk-detail"><div className="desk-detail-body"><Problem error={cluster.error} retry={() => void cluster.refetch()} /></div></div>;
  if (!cluster.data) return <Waiting />;
  const members = (cluster.data.members as Item[]).map((member) => member.id).join();
  return <Open key={members} cluster={cluster.data} done={done} back={back} />;
}

function Open({ cluster, done, back }: { cluster: ClusterOf; done: () => void; back: () => void }) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const plan = useMergePlan(cluster.members as Item[]);
  const [busy, setBusy] = useState(false);
  const open = cluster.status === "open";
  const act = (what: () => Promise<void>) => async (): Promise<void> => {
    setBusy(true);
    try {
      await what();
      done();
    } catch (error) {
      tellProblem(error);
    }
    setBusy(false);
  };
  const merge = act(() => mergeAsPlanned(plan));
  const dismiss = act(async () => {
    await run("duplicate.dismiss", { id: cluster.id });
    await touched("duplicates");
    offerUndo(t("desks:dismissed"), async () => {
      await run("duplicate.reopen", { id: cluster.id });
      await touched("duplicates");
    });
  });
  const ready = open && plan.others.length > 0 && !busy;
  useEffect(() => {
    lendDesk({ merge: ready ? () => void merge() : undefined, dismiss: open && !busy ? () => void dismiss() : undefined });
    return () => lendDesk({});
  });
  const why = [...new Map(cluster.pairs.flatMap((pair) => pair.explain).map((each) => [each.zh, each])).values()];
  return (
    <div className="desk-detail">
      <div className="desk-detail-body">
        {phone && <div><Button type="link" icon={<ArrowLeftOutlined />} onClick={back} style={{ padding: 0 }}>{t("desks:back_to_list")}</Button></div>}
        <div>
          <b>{t("desks:likeness", { n: Math.round(cluster.score * 100) })}</b>
          <ul className="why-list" aria-label={t("desks:why_same")}>{why.map((each) => <li key={each.zh}>{text(each)}</li>)}</ul>
        </div>
        <Compare plan={plan} />
      </div>
      {open && (
        <div className="desk-do">
          <Button type="primary" loading={busy} disabled={!ready} onClick={() => void merge()}>{t("desks:merge_n", { n: plan.others.length + 1 })}{!phone && <KeyHint shortcut="m" />}</Button>
          <Button disabled={busy} onClick={() => void dismiss()}>{t("actions:not_same")}{!phone && <KeyHint shortcut="x" />}</Button>
        </div>
      )}
    </div>
  );
}
