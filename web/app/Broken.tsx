import { useRouteError } from "react-router";
import { ApiProblem } from "../api/problem.ts";
import { Empty } from "../ui/Empty.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useTitle } from "../ui/title.ts";
import { useWords } from "../words/words.ts";

/** What stands in place of a page that threw; a refusal is shown as such, anything else as our own fault. */
export function Broken() {
  const error = useRouteError();
  const t = useWords();
  useTitle(t("common:broken_title"));
  const reload = (): void => location.reload();
  if (error instanceof ApiProblem) return <Problem error={error} retry={reload} />;
  // The chunk of a page is gone after an update: the address is right, the page only old.
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
  return <Empty title={t("common:broken_title")} text={t(outdated ? "common:new_version" : "common:broken_text")} action={{ label: t("common:reload"), run: reload }} />;
}
