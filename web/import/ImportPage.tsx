import { lazy, Suspense } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useObjects } from "../api/objects.ts";
import { Waiting } from "../app/Waiting.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords } from "../words/words.ts";
import { OUTCOMES, useImport } from "./data.ts";
import "./import.css";
import { Prepare } from "./Prepare.tsx";
import { Result } from "./Result.tsx";
import { Running } from "./Running.tsx";
import { StatusWord } from "./StatusWord.tsx";

const RowsOfImport = lazy(() => import("./RowsOfImport.tsx"));

/** One import from its file to its result; the status says what is shown. */
export default function ImportPage() {
  const t = useWords();
  const text = useText();
  const { id = "" } = useParams();
  const [params, setParams] = useSearchParams();
  const stored = useImport(id);
  const objects = useObjects();
  if (stored.isPending || objects.isPending) return <Waiting />;
  if (stored.error && !stored.data) return <Problem error={stored.error} retry={() => void stored.refetch()} />;
  if (objects.error) return <Problem error={objects.error} retry={() => void objects.refetch()} />;
  const now = stored.data;
  const object = objects.data.find(({ key }) => key === now.object);
  const preparing = ["uploaded", "previewing", "previewed"].includes(now.status) || (now.status === "cancelled" && now.started_at === null);
  const outcome = OUTCOMES.find((each) => each === params.get("rows"));
  return (
    <PageFrame title={now.file_name} aside={<><StatusWord status={now.status} />{object && text(object.label)}</>} actions={<Link to="/import">{t("import:all_imports")}</Link>}>
      {preparing && object ? <Prepare key={id} stored={now} object={object} /> : now.status === "running" ? <Running stored={now} /> : <Result stored={now} />}
      {outcome && outcome !== "updated" && <Suspense fallback={null}><RowsOfImport of={now} outcome={outcome} close={() => setParams((before) => {
        const next = new URLSearchParams(before);
        next.delete("rows");
        return next;
      })} /></Suspense>}
    </PageFrame>
  );
}
