import { useMutation, useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";
import { queryClient } from "./query-client.ts";

export interface Notification {
  id: string;
  /** What happened, e.g. "sla_warning"; told in the reader's language from the facts. */
  kind: string;
  facts: Record<string, unknown>;
  object: string | null;
  record_id: string | null;
  at: string;
  read_at: string | null;
}

interface Notifications {
  items: Notification[];
  unread: number;
}

/** The viewer's own notifications, newest first. */
export const useNotifications = () => useQuery({ queryKey: ["notifications"], queryFn: () => call<Notifications>("GET", "/notifications", { query: { limit: 50 } }) });

/** How many have not been read. */
export const useUnread = (): number => useNotifications().data?.unread ?? 0;

/** Marks notifications as read; all of them when no ids are given. */
export const useMarkRead = () =>
  useMutation({
    mutationFn: (ids?: string[]) => call("POST", "/notifications/read", { body: ids ? { ids } : {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["notifications"] }),
  });
