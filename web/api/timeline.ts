import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface Happening {
  id: string;
  at: string;
  kind: "activity" | "task" | "arrival" | "created" | "stage" | "owner" | "removed" | "restored" | "hold" | "merge" | "collision" | "conversion" | "site";
  facts: Record<string, unknown>;
  actor: { kind: string; id: string | null; name: string } | null;
}

interface Page {
  items: Happening[];
  next_cursor: string | null;
}

/** Objects that have a timeline. */
export const HAS_TIMELINE = new Set(["lead", "account", "contact", "opportunity"]);

/** Everything that happened to a record, newest first, page by page. */
export const useTimeline = (object: string, id: string) =>
  useInfiniteQuery({
    queryKey: ["timeline", object, id, "activity", "task"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => call<Page>("GET", `/records/${object}/${id}/timeline`, { query: { limit: 40, cursor: pageParam } }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export interface HistoryItem {
  id: string;
  at: string;
  actor: { kind: string; id: string | null; name: string };
  cause: Record<string, unknown>;
  diff: Record<string, [unknown, unknown]> | null;
}
