import { useEffect, useMemo, useState } from "react";
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
}

/** The cursor and the selection of a list, offered to shortcuts, bulk bar and palette while it is on screen. */
export function useListControl({ object, items, onOpen, focusSearch }: Options): ListControl {
  const [focusedId, focus] = useState<string>();
  const [selectedIds, select] = useState<string[]>([]);
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
    });
  }, [object, items, selected, focusedId, onOpen, focusSearch]);
  return { focusedId, focus, selectedIds, select };
}
