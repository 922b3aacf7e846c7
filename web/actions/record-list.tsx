import type { Action } from "./action.ts";

/** Moving in the list on screen. */
export const listActions: Action[] = [
  { key: "list.next", label: "actions:next", shortcut: "j", place: "list", shownWhen: ({ list }) => list?.move !== undefined, run: ({ list }) => list?.move?.(1) },
  { key: "list.previous", label: "actions:previous", shortcut: "k", place: "list", shownWhen: ({ list }) => list?.move !== undefined, run: ({ list }) => list?.move?.(-1) },
  { key: "list.open", label: "actions:open", shortcut: "enter", place: "list", shownWhen: ({ list }) => list?.open !== undefined && list.focused !== undefined, run: ({ list }) => list?.open?.() },
  { key: "list.select", label: "actions:select", shortcut: "x", place: "list", shownWhen: ({ list }) => list?.toggle !== undefined && list.focused !== undefined, run: ({ list }) => list?.toggle?.() },
  { key: "list.clear", label: "actions:clear", shortcut: "escape", place: "list", shownWhen: ({ list }) => (list?.selected.length ?? 0) > 0 && list?.clear !== undefined, run: ({ list }) => list?.clear?.() },
];
