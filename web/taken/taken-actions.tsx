import { FileSearchOutlined } from "@ant-design/icons";
import type { Action } from "../actions/action.ts";
import { ask } from "../actions/ask.ts";

/** Asking whether a customer is taken, from everywhere. */
export const takenActions: Action[] = [
  { key: "lead.taken", label: "actions:taken", icon: <FileSearchOutlined />, place: "app", shownWhen: (context) => context.can("lead:check"), run: () => ask({ kind: "taken" }) },
];
