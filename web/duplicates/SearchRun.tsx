import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { queryClient } from "../api/query-client.ts";
import { touched } from "../api/leads.ts";
import { run } from "../api/run.ts";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { tellProblem } from "../ui/toast.tsx";
import { useWords, type WordKey } from "../words/words.ts";

const KEY = ["duplicate-run"];

/** The search of the whole base: how far it is, how to start and stop it. */
export function useSearchRun() {
  const query = useQuery({ queryKey: KEY, queryFn: () => run("duplicate.progress", {}), refetchInterval: (q) => (q.state.data?.run && ["queued", "running"].includes(q.state.data.run.status) ? 1_000 : false) });
  const now = query.data?.run ?? null;
  const going = now !== null && (now.status === "queued" || now.status === "running");
  const finished = now?.finished_at;
  useEffect(() => {
    if (finished) void touched("duplicates");
  }, [finished]);
  const act = (name: "duplicate.run" | "duplicate.cancel") => (): void => {
    run(name, {}).then(() => queryClient.invalidateQueries({ queryKey: KEY }), tellProblem);
  };
  return { now, going, start: act("duplicate.run"), cancel: act("duplicate.cancel") };
}

/** The button that starts it, its progress, and when it last ran. */
export function SearchRun({ search }: { search: ReturnType<typeof useSearchRun> }) {
  const t = useWords();
  const { now, going, start, cancel } = search;
  if (going && now) {
    const phase: WordKey = now.status === "queued" || !now.phase ? "desks:run_queued" : `desks:run_${now.phase}`;
    return <div className="desk-progress"><ProgressLine label={t(phase)} done={now.done} total={now.total} cancel={cancel} /></div>;
  }
  return (
    <>
      {now && <span className="quiet">{now.status === "failed" ? t("desks:run_failed") : now.finished_at && <Last at={now.finished_at} clusters={now.clusters} />}</span>}
      <Button type={now ? "default" : "primary"} icon={<SearchOutlined />} onClick={start}>{t(now ? "desks:run_again" : "desks:run")}</Button>
    </>
  );
}

function Last({ at, clusters }: { at: string; clusters: number }) {
  const t = useWords();
  const [before = "", after = ""] = t("desks:run_last", { when: "\u0000", n: clusters }).split("\u0000");
  return <>{before}<RelativeTime at={at} />{after}</>;
}
