import { Link } from "react-router";
import { useCan } from "../api/me.ts";
import { useObjects } from "../api/objects.ts";
import { Waiting } from "../app/Waiting.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { useText, useWords } from "../words/words.ts";
import { useImports, type Listed } from "./data.ts";
import { DropPlace } from "./DropPlace.tsx";
import "./import.css";
import { StatusWord } from "./StatusWord.tsx";

/** A place for a file, and what was brought in before. */
export default function ImportList() {
  const t = useWords();
  const can = useCan();
  const list = useImports();
  return (
    <PageFrame title={t("nav:import")}>
      <div className="import-steps">
        {can("import:create") && <DropPlace />}
        {list.isPending ? <Waiting /> : list.error ? <Problem error={list.error} retry={() => void list.refetch()} /> : (
          <section className="panel" aria-label={t("import:past")}>
            <h2>{t("import:past")}</h2>
            {list.data.items.length === 0 ? <p className="quiet">{t("import:none")}</p> : <ul className="imports">{list.data.items.map((each) => <PastImport key={each.id} done={each} />)}</ul>}
          </section>
        )}
      </div>
    </PageFrame>
  );
}

function PastImport({ done: each }: { done: Listed }) {
  const t = useWords();
  const text = useText();
  const object = useObjects().data?.find(({ key }) => key === each.object);
  return (
    <li>
      <Link to={`/import/${each.id}`}>{each.file_name}</Link>
      <StatusWord status={each.status} />
      <span className="quiet">
        {object ? text(object.label) : ""} · {each.status === "running" ? t("common:done_of", { done: fullNumber(each.rows_done), total: fullNumber(each.rows_total) }) : t("import:rows", { n: fullNumber(each.rows_done > 0 ? each.rows_done : each.rows_total) })}
        {each.created + each.updated > 0 && ` · ${t("import:made", { n: fullNumber(each.created + each.updated) })}`}
        {each.failed > 0 && ` · ${t("import:not_in", { n: fullNumber(each.failed) })}`}
      </span>
      <RelativeTime at={each.created_at} />
    </li>
  );
}
