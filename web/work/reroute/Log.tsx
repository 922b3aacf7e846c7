import { useMutation } from "@tanstack/react-query";
import { Button, Tag } from "antd";
import { Empty } from "../../ui/Empty.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { ProgressLine } from "../../ui/ProgressLine.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { tell, tellProblem } from "../../ui/toast.tsx";
import { useWords, type WordKey } from "../../words/words.ts";
import { type Handover, kindWords, moving, problemOf, takeBack, useHandovers } from "./handovers.ts";

const MOST_SHOWN = 12;
const COUNTED = [["kept", "route:log_kept"], ["refused", "route:log_refused"], ["back", "route:log_back"], ["stayed", "route:log_stayed"]] as const satisfies readonly (readonly [string, WordKey])[];

/** What was moved in bulk lately, by whom, how far it is; each can be taken back as a whole. */
export function HandoverLog({ person }: { person?: string }) {
  const t = useWords();
  const log = useHandovers(person);
  if (log.error) return <Problem error={log.error} retry={() => void log.refetch()} />;
  if (!log.data) return null;
  if (log.data.items.length === 0) return person ? null : <Empty title={t("route:log_empty")} text={t("route:log_empty_text")} />;
  return <ul className="versions">{log.data.items.slice(0, MOST_SHOWN).map((each) => <Entry key={each.id} handover={each} />)}</ul>;
}

function Entry({ handover }: { handover: Handover }) {
  const t = useWords();
  const undo = useMutation({ mutationFn: () => takeBack(handover.id), onSuccess: () => tell(t("common:undone")), onError: tellProblem });
  const counts = [t("route:log_counts", { moved: (handover.counts.moved ?? 0) + (handover.counts.back ?? 0) + (handover.counts.stayed ?? 0) }), ...COUNTED.flatMap(([state, word]) => (handover.counts[state] ? [t(word, { n: handover.counts[state] })] : []))];
  return (
    <li style={{ flexWrap: "wrap" }}>
      <span style={{ flex: 1, minWidth: 180 }}>
        {kindWords(handover)} {handover.status !== "done" && <Tag color={handover.status === "failed" ? "red" : "default"}>{t(`route:status_${handover.status}` as WordKey)}</Tag>}
        <small>{handover.by ? t("route:by_whom", { name: handover.by }) : t("route:by_system")} · <RelativeTime at={handover.at} /> · {counts.join(" · ")}</small>
        {problemOf(handover) && <small className="down">{problemOf(handover)}</small>}
      </span>
      {handover.undoable && handover.kind !== "leave" && <Button size="small" loading={undo.isPending} onClick={() => undo.mutate()}>{t("route:undo")}</Button>}
      {moving(handover) && <div style={{ flexBasis: "100%" }}><ProgressLine done={handover.done} total={handover.total} /></div>}
    </li>
  );
}
