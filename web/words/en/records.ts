import type zh from "../zh-CN/records.ts";
import type { Same } from "../same.ts";

export default {
  columns: "Columns",
  columns_reset: "Reset",
  freeze: "Freeze on the left",
  unfreeze: "Unfreeze",
  move_up: "Move up",
  move_down: "Move down",
  total: "{{n}} in all",
  shown: "{{n}} shown",
  changed: "The list has changed",
  search: "Search {{object}}",
  empty_title: "No {{object}} yet",
  empty_text: "New records appear here by themselves.",
  none_title: "Nothing matches",
  none_text: "Loosen or clear the conditions.",
  clear_filters: "Clear conditions",
  saved: "Saved",
  conflict: "Someone else has just changed this record; the latest is shown now, please edit again.",
  edit_cell: "Double-click to edit",
  no_name: "(no name)",
  end: "That is all",
  no_object: "There is no such object, or it is not visible to you",
} satisfies Same<typeof zh>;
