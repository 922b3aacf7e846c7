import { useLocation, useNavigate } from "react-router";
import { ApiProblem } from "../api/problem.ts";
import { useWords } from "../words/words.ts";
import { Empty } from "./Empty.tsx";
import { Problem } from "./Problem.tsx";
import { useTitle } from "./title.ts";

/** In place of a record that could not be fetched: gone or out of sight leads back to its list, anything else can be tried again. */
export function Missing({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useWords();
  const go = useNavigate();
  const { pathname } = useLocation();
  const gone = error instanceof ApiProblem && (error.status === 404 || error.status === 400);
  useTitle(t("gone:record_title"));
  if (!gone) return <section className="page"><Problem error={error} retry={retry} /></section>;
  return <Empty title={t("gone:record_title")} text={t("gone:record_text")} action={{ label: t("gone:to_list"), run: () => void go(pathname.slice(0, pathname.lastIndexOf("/"))) }} />;
}
