import { useEffect } from "react";
import { offerList } from "../../actions/list.ts";
import type { Item } from "../../api/records.ts";

/** Makes the record on screen the one that shortcuts, menus and palette work on. */
export function useLentRecord(object: string, item: Item | undefined): void {
  useEffect(() => (item ? offerList({ object, selected: [], focused: item }) : undefined), [object, item]);
}
