import { useNavigate } from "react-router";
import { Empty } from "../ui/Empty.tsx";
import { useTitle } from "../ui/title.ts";
import { useWords } from "../words/words.ts";

export function NotFound() {
  const t = useWords();
  const go = useNavigate();
  useTitle(t("common:not_found_title"));
  return <Empty title={t("common:not_found_title")} text={t("common:not_found_text")} action={{ label: t("common:home"), run: () => void go("/") }} />;
}
