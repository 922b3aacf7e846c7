import { useCallback, useEffect, useMemo, useState } from "react";
import type { Filter } from "../../core/language/types.ts";
import { offerList } from "../actions/list.ts";
import type { Item } from "../api/records.ts";

export interface ListControl {
  focusedId: string | undefined;
  focus: (id: string) => void;
  selectedIds: string[];
  select: (ids: string[]) => void;
}

interface Options {
  object: string;
  items: Item[];
  onOpen: (item: Item) => void;
  focusSearch?: (() => void) | undefined;
  /** What the list is narrowed to, and how many fit. */
  narrowed: { filter: Filter | undefined; q: string; total: number | undefined };
}

/** The cursor and the selection of a list, offered to shortcuts, bulk bar and palette while it is on screen. */
export function useListControl({ object, items, onOpen, focusSearch, narrowed: { filter, q, total } }: Options): ListControl {
  const [focusedId, focus] = useState<string>();
  const [selectedIds, choose] = useState<string[]>([]);
  // Chosen for these conditions only: others are another choice.
  const [whole, setWhole] = useState<string>();
  const conditions = JSON.stringify([filter ?? null, q]);
  const select = useCallback((ids: string[] | ((before: string[]) => string[])) => {
    setWhole(undefined);
    choose(ids);
  }, []);
  const selected = useMemo(() => {
    const wanted = new Set(selectedIds);
    return items.filter((item) => wanted.has(item.id));
  }, [items, selectedIds]);
  useEffect(() => {
    const at = items.findIndex((item) => item.id === focusedId);
    const focused = items[at];
    return offerList({
      object, selected, focused,
      move: (step) => focus(items[Math.max(0, Math.min(items.length - 1, at < 0 ? 0 : at + step))]?.id),
      open: () => focused && onOpen(focused),
      toggle: () => focused && select((ids) => (ids.includes(focused.id) ? ids.filter((id) => id !== focused.id) : [...ids, focused.id])),
      clear: () => select([]),
      ...(focusSearch ? { focusSearch } : {}),
      ...(total === undefined ? {} : { matching: { filter, q, total, chosen: whole === conditions, choose: (on: boolean) => setWhole(on ? conditions : undefined) } }),
    });
  }, [object, items, selected, focusedId, onOpen, focusSearch, filter, q, total, whole, conditions, select]);
  return { focusedId, focus, selectedIds, select };
}
