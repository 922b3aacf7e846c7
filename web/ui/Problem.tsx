import { Alert, Button } from "antd";
import { ApiProblem } from "../api/problem.ts";
import { useWords } from "../words/words.ts";
import { localTimes } from "./local-times.ts";

/** A refused or failed call, in the server's words, with the fields it names and a way to try again. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords();
  const problem = error instanceof ApiProblem ? error : undefined;
  const offline = problem?.code === "offline";
  const title = offline ? t("common:offline_title") : localTimes(problem?.title ?? "") || t("common:problem_title");
  const said = offline ? t("common:offline_text") : localTimes(problem?.detail ?? "") || (problem?.title ? "" : t("common:problem_text"));
  const detail = said === title ? "" : said;
  return (
    <Alert
      type="error"
      showIcon
      className="problem"
      title={title}
      description={(detail || problem?.errors.length) ? (
        <>
          {detail}
          {problem && problem.errors.length > 0 && <ul>{problem.errors.map((each) => <li key={each.path}><b>{each.path}</b> {each.message}</li>)}</ul>}
        </>
      ) : undefined}
      action={retry && <Button size="small" onClick={retry}>{t("common:retry")}</Button>}
    />
  );
}
