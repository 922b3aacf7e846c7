import { useCan } from "../api/me.ts";
import { PAGES, type Page } from "./pages.tsx";

export type NamedPage = Page & { label: NonNullable<Page["label"]> };

/** The named pages this person may open. */
export function useOfferedPages(): NamedPage[] {
  const can = useCan();
  return PAGES.filter((page): page is NamedPage => page.label !== undefined && (page.needs === undefined || can(page.needs)));
}
