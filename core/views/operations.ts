import { createView } from "./ops/create.ts";
import { listViews } from "./ops/list.ts";
import { orderViews } from "./ops/order.ts";
import { removeView, restoreView } from "./ops/remove.ts";
import { updateView } from "./ops/update.ts";

/** Saved views of lists, for apps/everything. */
export const viewOperations = [listViews, createView, updateView, removeView, restoreView, orderViews] as const;
