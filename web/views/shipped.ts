import type { Filter } from "../../core/language/types.ts";
import type { WordKey } from "../words/words.ts";

export interface ShippedView {
  key: string;
  label: WordKey;
  filter: Filter | undefined;
  /** Only for those who see more than their own leads. */
  wide?: boolean;
}

const open: Filter = { field: "stage", op: "not_in", value: ["converted", "disqualified"] };
const mine: Filter = { field: "owner_id", op: "is", value: "@me" };

/** The views of leads everybody needs, as conditions the address holds. */
const LEAD_VIEWS: ShippedView[] = [
  { key: "mine", label: "leads:view_mine", filter: { all: [mine, open] } },
  { key: "team", label: "leads:view_team", filter: { all: [{ field: "owner_id.team_id", op: "under", value: "@my_team" }, open] }, wide: true },
  { key: "pool", label: "leads:view_pool", filter: { all: [{ field: "owner_id", op: "empty" }, open] } },
  { key: "overdue", label: "leads:view_overdue", filter: { all: [{ field: "response_due_at", op: "within", value: { last: 365, unit: "day" } }, open] } },
  { key: "no_next", label: "leads:view_no_next", filter: { all: [{ field: "next_step_at", op: "empty" }, { field: "owner_id", op: "not_empty" }, open] } },
  { key: "all", label: "leads:view_all", filter: undefined },
];

/** The views of everything else: one's own, or all one may see. */
const PLAIN_VIEWS: ShippedView[] = [{ key: "mine", label: "views:mine", filter: mine }, { key: "all", label: "views:all", filter: undefined }];

export const shippedViews = (object: string): ShippedView[] => (object === "lead" ? LEAD_VIEWS : PLAIN_VIEWS);

/** The view that shows exactly these conditions. */
export const viewOfFilter = (object: string, filter: Filter | undefined): ShippedView | undefined => shippedViews(object).find((view) => JSON.stringify(view.filter) === JSON.stringify(filter));
