import { TableOutlined } from "@ant-design/icons";
import { useCan } from "../api/me.ts";
import { useObjects } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import { PAGES, type Page } from "./pages.tsx";

export type NamedPage = Page & { name: string };

/** The named pages this person may open, those of the company's own objects among them. */
export function useOfferedPages(): NamedPage[] {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const own = (useObjects().data ?? []).filter((object) => !object.standard && !object.retired && can(`${object.key}:read`));
  return [
    ...PAGES.flatMap((page) => (page.label !== undefined && (page.needs === undefined || can(page.needs)) ? [{ ...page, name: t(page.label) }] : [])),
    ...own.map((object): NamedPage => ({ path: `records/${object.key}`, name: text(object.label), icon: <TableOutlined />, group: "work" })),
  ];
}
