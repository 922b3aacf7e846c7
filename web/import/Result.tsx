import { useMutation } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import dayjs from "dayjs";
import { Link } from "react-router";
import { useCan } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import { run } from "../api/run.ts";
import { spanParts } from "../ui/duration.ts";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { tell } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import type { Import } from "./data.ts";
import { ProblemRows } from "./ProblemRows.tsx";
import { Tally } from "./Tally.tsx";

/** What became of a file, every number open, and the way back. */
export function Result({ stored }: { stored: Import }) {
  const t = useWords();
  const can = useCan();
  const { id, status } = stored;
  const lead = stored.object === "lead";
  const again = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["import"] });
  const undo = useMutation({ mutationFn: () => run("import.undo", { id }), onSuccess: (undone) => {
    tell(t("import:undone", { ...undone }));
    return again();
  } });
  const goOn = useMutation({ mutationFn: () => run("import.start", { id }), onSuccess: again });
  const seconds = stored.started_at && stored.finished_at ? dayjs(stored.finished_at).diff(stored.started_at) : undefined;
  const undoable = status !== "undone" && stored.rows_done > 0 && can("import:create");
  return (
    <div className="import-steps">
      {status === "undone" && stored.undo && <Alert type="info" showIcon title={t("import:undone", { ...stored.undo })} description={stored.undo.kept > 0 ? t("import:undone_kept") : undefined} />}
      {status === "failed" && <Alert type="error" showIcon title={stored.problem?.title ?? t("import:status_failed")} description={t("import:failed_text", { n: fullNumber(stored.rows_done) })} action={can("import:create") && <Button size="small" loading={goOn.isPending} onClick={() => goOn.mutate()}>{t("import:go_on")}</Button>} />}
      {status === "cancelled" && <Alert type="warning" showIcon title={t("import:cancelled_text", { n: fullNumber(stored.rows_done), of: fullNumber(stored.rows_total) })} action={can("import:create") && <Button size="small" loading={goOn.isPending} onClick={() => goOn.mutate()}>{t("import:go_on")}</Button>} />}
      {goOn.error && <Problem error={goOn.error} />}
      <section className="panel" aria-label={t("import:result")}>
        <h2>{t("import:result")}</h2>
        <p className="quiet number">{t("import:rows", { n: fullNumber(stored.rows_done) })}{seconds !== undefined && ` · ${spanParts(Math.max(seconds, 1_000)).map(({ unit, n }) => t(`common:${unit}`, { n })).join(" ")}`}{stored.rows_per_second ? ` · ${t("import:speed", { n: fullNumber(stored.rows_per_second) })}` : ""}</p>
        <Tally counts={stored} lead={lead} opens={lead && can("arrival:read")} />
        <div className="import-actions"><Link to="/import">{t("import:another")}</Link>{lead && can("arrival:read") && <Link to={`/arrivals?import_id=${id}`}>{t("ledger:open")}</Link>}</div>
      </section>
      {undoable && (
        <section className="panel undo-panel" aria-label={t("import:undo")}>
          <div><b>{t("import:undo")}</b><p className="quiet">{t("import:undo_text", { created: fullNumber(stored.created + stored.duplicate), changed: fullNumber(stored.merged + stored.updated) })}</p></div>
          <Button loading={undo.isPending} onClick={() => undo.mutate()}>{t("import:undo")}</Button>
        </section>
      )}
      {undo.error && <Problem error={undo.error} />}
      <ProblemRows of={stored} />
    </div>
  );
}
