import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { linkTo } from "../api/run.ts";
import { useLocale, useWords } from "../words/words.ts";
import type { Import } from "./data.ts";

const SHOWN = 20;

/** The first rows that need somebody's eye, each with why, and all of them as a file. */
export function ProblemRows({ of }: { of: Import }) {
  const t = useWords();
  const locale = useLocale();
  const address = linkTo("import.problems", { id: of.id });
  const rows = useQuery({
    queryKey: ["import-problems", of.id, of.status, locale], staleTime: 60_000,
    queryFn: async () => (await import("./problem-rows.ts")).firstProblems(address, { "Accept-Language": locale }, SHOWN),
  });
  if (!rows.data || rows.data.length === 0) return null;
  return (
    <section className="panel" aria-label={t("import:problems")}>
      <header className="panel-head"><h2>{t(rows.data.length < SHOWN ? "import:problems" : "import:first_problems", { n: SHOWN })}</h2><Button size="small" href={address}>{t("import:problems_file")}</Button></header>
      <div className="import-scroll">
        <table className="import-table">
          <thead><tr><th scope="col">{t("import:row")}</th><th scope="col">{t("import:problem")}</th><th scope="col">{t("import:in_file")}</th></tr></thead>
          <tbody>
            {rows.data.map((row) => (
              <tr key={row.number}>
                <td className="number">{row.number}</td>
                <td className="import-why">{row.reasons}</td>
                <td className="quiet">{row.cells.slice(0, 5).map(({ value }) => value).join(" · ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
