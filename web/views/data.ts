import { useQuery } from "@tanstack/react-query";
import type { OutputOf } from "../../apps/contract.ts";
import type { Filter } from "../../core/language/types.ts";
import { useCan } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import { run } from "../api/run.ts";
import type { ListColumn, ListView } from "../ui/list-url.ts";
import { offerUndo, tellProblem } from "../ui/toast.tsx";
import { say } from "../words/words.ts";

export type SavedView = OutputOf<"view.list">["items"][number];
export type Shared = SavedView["shared"];

const key = (object: string): string[] => ["views", object];
const refresh = (object: string): Promise<void> => queryClient.invalidateQueries({ queryKey: key(object) });

/** The saved views of a list, in one's own order; none for who may not read views. */
export function useSavedViews(object: string): SavedView[] {
  const can = useCan();
  return useQuery({ queryKey: key(object), queryFn: ({ signal }) => run("view.list", { object }, { signal }).then((answer) => answer.items), staleTime: 60_000, enabled: can("view:read") }).data ?? [];
}

/** What a list shows, as a saved view keeps it. */
export const stateOf = (view: ListView, columns: readonly ListColumn[], board = false) => ({ ...(view.filter ? { filter: view.filter } : {}), q: view.q, sort: view.sort, columns: columns.map(({ key: column, frozen }) => ({ key: column, frozen })), ...(board ? { as: "board" as const } : {}) });

/** What a saved view shows, as a list has it. */
export const listOf = ({ state }: SavedView): ListView => ({ filter: state.filter as Filter | undefined, q: state.q ?? "", sort: state.sort ?? [], columns: state.columns });

/** Whether a saved view is a board. */
export const standsAsBoard = ({ state }: SavedView): boolean => state.as === "board";

/** Whether a list shows what the view says. */
export const shows = (view: ListView, columns: readonly ListColumn[], board: boolean, saved: SavedView): boolean => {
  const { filter, q, sort, columns: theirs } = listOf(saved);
  return board === standsAsBoard(saved) && JSON.stringify([view.filter ?? null, view.q, view.sort]) === JSON.stringify([filter ?? null, q, sort]) && (!theirs || JSON.stringify(stateOf(view, columns).columns) === JSON.stringify(theirs));
};

export async function saveView(object: string, name: string, shared: Shared, state: ReturnType<typeof stateOf>): Promise<SavedView> {
  const made = await run("view.create", { object, name, shared, state });
  await refresh(object);
  return made;
}

export async function changeView(view: SavedView, change: { name?: string; shared?: Shared; state?: ReturnType<typeof stateOf> }): Promise<void> {
  await run("view.update", { id: view.id, ...change }, { ifMatch: view.version }).finally(() => refresh(view.object));
}

/** Takes a view away and offers to bring it back. */
export async function removeView(view: SavedView): Promise<void> {
  try {
    await run("view.remove", { id: view.id });
    await refresh(view.object);
    offerUndo(say("views:removed", { name: view.name }), () => run("view.restore", { id: view.id }).then(() => refresh(view.object)));
  } catch (error) {
    tellProblem(error);
  }
}

/** Puts the views into an order at once, on the screen before the server has it. */
export function orderViews(object: string, views: SavedView[]): void {
  queryClient.setQueryData(key(object), views);
  run("view.order", { object, ids: views.map((view) => view.id) }).catch((error: unknown) => {
    tellProblem(error);
    void refresh(object);
  });
}
