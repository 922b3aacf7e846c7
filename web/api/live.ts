import type { InfiniteData, Query } from "@tanstack/react-query";
import { queryClient } from "./query-client.ts";

/** What the stream says of a change: lists of that object are asked again. */
interface Happened {
  object: string;
}

// An import of 100,000 rows sends many events: they are collected, and each list is asked again once.
const COLLECT_MS = 400;
const AGAIN_PAGES = 4;
const waiting = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

function collect(part: string): void {
  waiting.add(part);
  timer ??= setTimeout(refresh, COLLECT_MS);
}

function refresh(): void {
  timer = undefined;
  const objects = new Set(waiting);
  waiting.clear();
  const touched = (query: Query): boolean => query.queryKey.some((part) => typeof part === "string" && objects.has(part));
  // A list scrolled far down is only marked stale; asking for all its pages again would move it under the reader.
  void queryClient.invalidateQueries({ predicate: (query) => touched(query) && pages(query) <= AGAIN_PAGES });
  void queryClient.invalidateQueries({ predicate: (query) => touched(query) && pages(query) > AGAIN_PAGES, refetchType: "none" });
}

const pages = (query: Query): number => (query.state.data as InfiniteData<unknown> | undefined)?.pages?.length ?? 1;

/**
 * Opens the stream for as long as the app is shown; returns how to close it. The browser reconnects by itself;
 * where it gives up (an HTTP error) a new stream is opened after a growing pause. What was missed is asked again.
 */
export function openStream(): () => void {
  let source: EventSource | undefined;
  let pause = 1_000;
  let again: ReturnType<typeof setTimeout> | undefined;
  let lost = false;
  const open = (): void => {
    source = new EventSource("/api/v1/stream");
    source.addEventListener("open", () => {
      pause = 1_000;
      if (lost) void queryClient.invalidateQueries();
      lost = false;
    });
    source.addEventListener("change", (message: MessageEvent<string>) => collect((JSON.parse(message.data) as Happened).object));
    source.addEventListener("pool", (message: MessageEvent<string>) => collect((JSON.parse(message.data) as Happened).object));
    source.addEventListener("notification", () => collect("notifications"));
    source.addEventListener("reload", () => void queryClient.invalidateQueries());
    source.addEventListener("error", () => {
      lost = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      again = setTimeout(open, pause);
      pause = Math.min(pause * 2, 60_000);
    });
  };
  open();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}
