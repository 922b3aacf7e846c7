import { QuestionCircleOutlined, SearchOutlined } from "@ant-design/icons";
import type { Action } from "./action.ts";
import { showOverlay } from "./overlay.ts";

/** What can be done everywhere. */
export const appActions: Action[] = [
  { key: "app.palette", label: "actions:palette", icon: <SearchOutlined />, shortcut: "mod+k", place: "app", shownWhen: () => true, run: () => showOverlay("palette") },
  {
    key: "app.search", label: "actions:search_list", icon: <SearchOutlined />, shortcut: "/", place: "app", shownWhen: () => true,
    run: ({ list }) => (list?.focusSearch ? list.focusSearch() : showOverlay("palette")),
  },
  { key: "app.help", label: "actions:help", icon: <QuestionCircleOutlined />, shortcut: "?", place: "app", shownWhen: () => true, run: () => showOverlay("help") },
];
