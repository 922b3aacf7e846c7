import { useMutation, useQuery } from "@tanstack/react-query";
import type { Text } from "../../core/refusal.ts";
import { call } from "./call.ts";
import { queryClient } from "./query-client.ts";

export interface Notification {
  id: string;
  title: Text;
  text?: Text;
  object?: string | null;
  record_id?: string | null;
  created_at: string;
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
