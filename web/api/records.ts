import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQuery, type InfiniteData } from "@tanstack/react-query";
import type { Filter, Value } from "../../core/language/types.ts";
import { call } from "./call.ts";
import { queryClient } from "./query-client.ts";

/** A record of a list: its fields, and what the viewer may do with it. */
export interface Item {
  id: string;
  version: number;
  abilities?: string[];
  /** Names of linked records by field key. */
  _names?: Record<string, string>;
  [field: string]: unknown;
}

/** The name of what a record's person, team or link field points to, where the viewer may know it. */
export function nameIn({ _names: names }: Item, field: string): string | undefined {
  return names?.[field];
}

export interface RecordPage {
  items: Item[];
  next_cursor: string | null;
  total?: number;
}

export interface RecordQuery {
  filter?: Filter;
  q?: string;
  sort?: string[];
  fields?: string[];
  limit?: number;
}

/** The list of an object, page by page; the total is asked with the first page only. */
export const recordListOptions = (object: string, query: RecordQuery) =>
  infiniteQueryOptions({
    queryKey: ["records", object, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call<RecordPage>("POST", `/records/${object}/query`, { body: { limit: 100, ...query, cursor: pageParam, count: pageParam === undefined }, signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const useRecordList = (object: string, query: RecordQuery) => useInfiniteQuery({ ...recordListOptions(object, query), placeholderData: (before) => before });

/** One record of an object. */
export const useRecord = (object: string, id: string) =>
  useQuery({ queryKey: ["record", object, id], queryFn: () => call<Item>("GET", `/records/${object}/${id}`) });

export interface Change {
  item: Item;
  fields: Record<string, Value>;
}

/** Saves fields of one record on the version shown; the lists show it at once and take it back when it is refused. */
export function useChange(object: string) {
  return useMutation({
    mutationFn: ({ item, fields }: Change) => call<Item>("PATCH", `/records/${object}/${item.id}`, { body: fields, ifMatch: item.version }),
    onMutate: ({ item, fields }) => showInLists(object, { ...item, ...fields }),
    onSuccess: (saved, { item, fields }) => showInLists(object, { ...item, ...fields, ...saved }),
    onError: (_error, { item }) => {
      showInLists(object, item);
      void queryClient.invalidateQueries({ queryKey: ["records", object] });
    },
    onSettled: (_saved, _error, { item }) => queryClient.invalidateQueries({ queryKey: ["record", object, item.id] }),
  });
}

function showInLists(object: string, item: Item): void {
  queryClient.setQueriesData<InfiniteData<RecordPage>>({ queryKey: ["records", object] }, (list) => {
    if (!list || !("pages" in list)) return list;
    return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map((each) => (each.id === item.id ? { ...each, ...item } : each)) })) };
  });
}
