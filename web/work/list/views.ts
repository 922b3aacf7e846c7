import type { Filter } from "../../../core/language/types.ts";
import type { WordKey } from "../../words/words.ts";

export interface LeadView {
  key: string;
  label: WordKey;
  filter: Filter | undefined;
  /** Only for those who see more than their own leads. */
  wide?: boolean;
}

const open: Filter = { field: "stage", op: "not_in", value: ["converted", "disqualified"] };
const mine: Filter = { field: "owner_id", op: "is", value: "@me" };

/** The views of leads everybody needs, as conditions the address holds. */
export const LEAD_VIEWS: LeadView[] = [
  { key: "mine", label: "leads:view_mine", filter: { all: [mine, open] } },
  { key: "team", label: "leads:view_team", filter: { all: [{ field: "owner_id.team_id", op: "under", value: "@my_team" }, open] }, wide: true },
  { key: "pool", label: "leads:view_pool", filter: { all: [{ field: "owner_id", op: "empty" }, open] } },
  { key: "overdue", label: "leads:view_overdue", filter: { all: [{ field: "response_due_at", op: "within", value: { last: 365, unit: "day" } }, { field: "first_response_at", op: "empty" }, open] } },
  { key: "no_next", label: "leads:view_no_next", filter: { all: [{ field: "next_step_at", op: "empty" }, { field: "owner_id", op: "not_empty" }, open] } },
  { key: "all", label: "leads:view_all", filter: undefined },
];

/** The view that shows exactly these conditions. */
export const viewOfFilter = (filter: Filter | undefined): LeadView | undefined => LEAD_VIEWS.find((view) => JSON.stringify(view.filter) === JSON.stringify(filter));
