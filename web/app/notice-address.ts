import type { Notification } from "../api/notifications.ts";
import { writeListView } from "../ui/list-url.ts";
import { recordAddress } from "./pages.tsx";

/** Where a notification leads: its record; for many leads at once, my newest ones. */
export function noticeAddress({ kind, object, record_id: id }: Pick<Notification, "kind" | "object" | "record_id">, me: string): string | undefined {
  if (kind === "leads_assigned") {
    const view = { filter: { field: "owner_id", op: "is", value: me } as const, q: "", sort: ["-assigned_at"], columns: undefined };
    return `/leads?${writeListView(view, new URLSearchParams()).toString()}`;
  }
  if (kind.startsWith("prediction_")) return "/predictive";
  return object && id ? recordAddress(object, id) : undefined;
}
