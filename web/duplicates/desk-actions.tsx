import { MergeCellsOutlined, StopOutlined } from "@ant-design/icons";
import type { Action, ActionContext } from "../actions/action.ts";

/** Name under which the desk offers itself to shortcuts. */
export const CLUSTER = "duplicate_cluster";

interface Desk {
  merge?: (() => void) | undefined;
  dismiss?: (() => void) | undefined;
}

let desk: Desk = {};

/** Lends what the open cluster can do to shortcuts and palette. */
export function lendDesk(next: Desk): void {
  desk = next;
}

const open = (what: keyof Desk) => (context: ActionContext): boolean => context.object === CLUSTER && desk[what] !== undefined;

/** What can be done with the cluster on screen. */
export const deskActions: Action[] = [
  { key: "duplicate.merge", label: "leads:merge", icon: <MergeCellsOutlined />, shortcut: "m", place: "list", shownWhen: open("merge"), run: () => desk.merge?.() },
  { key: "duplicate.dismiss", label: "actions:not_same", icon: <StopOutlined />, shortcut: "x", place: "list", shownWhen: open("dismiss"), run: () => desk.dismiss?.() },
];
