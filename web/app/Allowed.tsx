import { useLayoutEffect, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { useCan } from "../api/me.ts";
import { Empty } from "../ui/Empty.tsx";
import { useWords } from "../words/words.ts";
import { PAGES, type Page } from "./pages.tsx";

/** A page for those who may open it; others are told so, and the server is not asked for what it would refuse. A page under a list ("channels/:channel") has the list's name and needs. */
export function Allowed({ page, children }: { page: Page; children: ReactNode }) {
  const t = useWords();
  const can = useCan();
  const go = useNavigate();
  const home = PAGES.find((each) => each.path === page.path.split("/")[0]);
  const label = page.label ?? home?.label;
  const needs = page.needs ?? home?.needs;
  const name = label ? t(label) : t("common:app");
  // Before the page's own title, which is more exact and comes with its data.
  useLayoutEffect(() => {
    document.title = `${name} · Clew`;
  }, [name]);
  if (needs === undefined || can(needs)) return children;
  return <Empty title={t("gone:no_right_title", { page: name })} text={t("gone:no_right_text")} action={{ label: t("common:home"), run: () => void go("/") }} />;
}
