import { useMutation } from "@tanstack/react-query";
import { Button, Input, Radio } from "antd";
import { useState } from "react";
import type { InputOf } from "../../apps/contract.ts";
import type { ObjectMeta } from "../api/objects.ts";
import { queryClient } from "../api/query-client.ts";
import { run } from "../api/run.ts";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { useWords } from "../words/words.ts";
import { received, type Import } from "./data.ts";
import { byColumn, sent, type Mapping } from "./mapping.ts";
import { MappingTable } from "./MappingTable.tsx";
import { ProblemRows } from "./ProblemRows.tsx";
import { ReadAs } from "./ReadAs.tsx";
import { Tally } from "./Tally.tsx";

type OnMatch = NonNullable<InputOf<"import.start">["on_match"]>;
const ON_MATCH: readonly (OnMatch | "rules")[] = ["rules", "merge", "attach", "duplicate", "quarantine"];

/** Before anything is written: columns, what to do with what is known already, and a dry run that foresees every row. */
export function Prepare({ stored, object }: { stored: Import; object: ObjectMeta }) {
  const t = useWords();
  const { id, status } = stored;
  const known = received.get(id);
  const lead = stored.object === "lead";
  const [mapping, setMapping] = useState<Mapping>(() => byColumn(stored.mapping));
  const [onMatch, setOnMatch] = useState<OnMatch | "rules">((stored.on_match as OnMatch | null) ?? "rules");
  const [source, setSource] = useState(stored.defaults.source ?? "");
  const [seen, setSeen] = useState<string>();
  const defaults: Record<string, string> = lead && source.trim() ? { source: source.trim() } : {};
  const how = { id, mapping: sent(stored.columns, mapping), on_match: onMatch === "rules" ? null : onMatch, defaults };
  const asked = JSON.stringify(how);
  const show = (now: Import): void => void queryClient.setQueryData(["import", id], now);
  const preview = useMutation({ mutationFn: () => run("import.preview", how), onMutate: () => setSeen(asked), onSuccess: show });
  const start = useMutation({ mutationFn: () => run("import.start", how), onSuccess: show });
  const stop = useMutation({ mutationFn: () => run("import.cancel", { id }), onSuccess: show });
  const previewing = status === "previewing";
  const foreseen = status === "previewed" && (seen === undefined || seen === asked);
  const error = preview.error ?? start.error ?? stop.error;
  const mapped = Object.values(mapping).filter(Boolean).length;
  const startButton = <Button type={foreseen ? "primary" : "default"} loading={start.isPending} disabled={mapped === 0} onClick={() => start.mutate()}>{foreseen ? t("import:start", { n: fullNumber(stored.rows_total) }) : t("import:start_now")}</Button>;
  return (
    <div className="import-steps">
      <section className="panel" aria-label={t("import:mapping")}>
        <header className="panel-head"><h2>{t("import:mapping")} <span className="quiet number">{t("import:mapped", { n: mapped, of: stored.columns.length })}</span></h2>{known && <ReadAs key={id} from={known} />}</header>
        <MappingTable columns={stored.columns} fields={object.fields} mapping={mapping} known={stored} fixed={previewing} onChange={setMapping} />
      </section>
      {lead && (
        <section className="panel" aria-label={t("import:on_match")}>
          <h2>{t("import:on_match")}</h2>
          <Radio.Group className="on-match" disabled={previewing} value={onMatch} onChange={(event) => setOnMatch(event.target.value as OnMatch | "rules")} options={ON_MATCH.map((value) => ({ value, label: <><b>{t(`import:match_${value}`)}</b> <span className="quiet">{t(`import:match_${value}_text`)}</span></> }))} />
          <label className="import-source">{t("import:source")} <Input className="narrow" maxLength={100} disabled={previewing} value={source} placeholder={t("import:source_example")} onChange={(event) => setSource(event.target.value)} /></label>
        </section>
      )}
      {error && <Problem error={error} />}
      {previewing ? (
        <section className="panel"><ProgressLine label={t("import:previewing")} done={stored.rows_previewed} total={Math.max(stored.rows_total, stored.rows_previewed)} cancel={() => stop.mutate()} />{stored.preview && <Tally counts={stored.preview} lead={lead} />}</section>
      ) : foreseen && stored.preview ? (
        <>
          <section className="panel" aria-label={t("import:foreseen")}>
            <h2>{t("import:foreseen")}</h2>
            <p className="quiet">{t("import:foreseen_text")}</p>
            <Tally counts={stored.preview} lead={lead} />
            <div className="import-actions">{startButton}<Button type="text" onClick={() => stop.mutate()}>{t("import:give_up")}</Button></div>
          </section>
          <ProblemRows of={stored} />
        </>
      ) : (
        <div className="import-actions">
          <Button type="primary" loading={preview.isPending} disabled={mapped === 0} onClick={() => preview.mutate()}>{t("import:preview")}</Button>
          {startButton}
          <span className="quiet">{t(status === "cancelled" ? "import:cancelled_before" : mapped === 0 ? "import:map_one" : "import:preview_text")}</span>
        </div>
      )}
    </div>
  );
}
