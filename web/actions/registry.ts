import { can, ME, type Me } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import { tellProblem } from "../ui/toast.tsx";
import type { Action, ActionContext } from "./action.ts";
import { appActions } from "./app.tsx";
import { leadActions } from "./lead.tsx";
import { currentList } from "./list.ts";
import { deskActions } from "../duplicates/desk-actions.tsx";
import { takenActions } from "../taken/taken-actions.tsx";
import { listActions } from "./record-list.tsx";

/** Everything a person can do; a room adds its own array here. */
export const ACTIONS: readonly Action[] = [...appActions, ...listActions, ...leadActions, ...deskActions, ...takenActions];

let navigate: (address: string) => void = () => {};

/** Lends the router's navigation to actions. */
export function lendNavigation(go: (address: string) => void): void {
  navigate = go;
}

/** The context as it is now: the list on screen and the person's abilities. */
export function actionContext(): ActionContext {
  const list = currentList();
  const abilities = queryClient.getQueryData<Me>(ME)?.abilities ?? {};
  const records = list === undefined ? [] : list.selected.length > 0 ? list.selected : list.focused ? [list.focused] : [];
  return { object: list?.object, records, list, can: (need) => can(abilities, need), go: navigate };
}

/** The actions that may be run in a context, in the order of the list. */
export function shownActions(context: ActionContext, place?: Action["place"]): Action[] {
  return ACTIONS.filter((action) => (place === undefined || action.place === place) && action.shownWhen(context));
}

/** Runs an action if it is shown now; what it refuses is told to the person. */
export function runAction(key: string, context: ActionContext = actionContext()): void {
  const action = ACTIONS.find((each) => each.key === key);
  if (!action?.shownWhen(context)) return;
  void Promise.resolve(action.run(context)).catch(tellProblem);
}
