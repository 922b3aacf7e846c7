import { useMutation } from "@tanstack/react-query";
import { queryClient } from "../api/query-client.ts";
import { run } from "../api/run.ts";
import { spanParts } from "../ui/duration.ts";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { useWords } from "../words/words.ts";
import type { Import } from "./data.ts";
import { Tally } from "./Tally.tsx";

/** A running import: how far, how fast, how long still; it can be stopped between two chunks. */
export function Running({ stored }: { stored: Import }) {
  const t = useWords();
  const { id, rows_done: done, rows_total: total, rows_per_second: speed } = stored;
  const cancel = useMutation({ mutationFn: () => run("import.cancel", { id }), onSuccess: (now) => queryClient.setQueryData(["import", id], now) });
  const seconds = speed ? (Math.max(total, done) - done) / speed : undefined;
  return (
    <section className="panel" aria-label={t("import:running")}>
      <ProgressLine label={t("import:running")} done={done} total={Math.max(total, done)} cancel={() => cancel.mutate()} />
      <p className="quiet number" aria-live="polite">
        {speed ? t("import:speed", { n: fullNumber(speed) }) : t("import:starting")}
        {seconds !== undefined && seconds >= 1 && ` · ${t("import:left", { time: spanParts(seconds * 1_000).map(({ unit, n }) => t(`common:${unit}`, { n })).join(" ") })}`}
      </p>
      <Tally counts={stored} lead={stored.object === "lead"} />
      <p className="quiet">{t("import:leave_page")}</p>
      {cancel.error && <Problem error={cancel.error} />}
    </section>
  );
}
