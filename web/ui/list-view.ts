import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { readColumns, readListView, SAVED, writeColumns, writeListView, type ListView } from "./list-url.ts";
import { forget, recall, remember } from "./storage.ts";

/** The view of a list, held in the address; columns chosen outside a saved view are also remembered on this device per object. */
export function useListView(object: string): [ListView, (change: Partial<ListView>) => void] {
  const [params, setParams] = useSearchParams();
  const remembered = `columns.${object}`;
  const view = useMemo((): ListView => {
    const read = readListView(params);
    return { ...read, columns: read.columns ?? (params.has(SAVED) ? undefined : readColumns(recall(remembered))) };
  }, [params, remembered]);
  const change = useCallback((part: Partial<ListView>) => {
    if ("columns" in part && !params.has(SAVED)) {
      if (part.columns) remember(remembered, writeColumns(part.columns));
      else forget(remembered);
    }
    setParams((now) => writeListView({ ...readListView(now), ...part }, now), { replace: true });
  }, [setParams, remembered, params]);
  return [view, change];
}
