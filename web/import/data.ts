import { useQuery } from "@tanstack/react-query";
import type { OutputOf } from "../../apps/contract.ts";
import { run } from "../api/run.ts";

export type Import = OutputOf<"import.get">;
export type Listed = OutputOf<"import.list">["items"][number];
export type Uploaded = OutputOf<"import.upload">;
export type Status = Import["status"];
export interface ReadOptions {
  encoding?: string;
  separator?: string;
  sheet?: string;
}

/** What only this page knows of a file it has just sent: the file itself, to read it another way. */
export interface Received {
  answer: Uploaded;
  file: File;
  options: ReadOptions;
}
export const received = new Map<string, Received>();

export const OUTCOMES = ["created", "updated", "merged", "attached", "duplicate", "quarantined", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const moving = (status: Status | undefined): boolean => status === "previewing" || status === "running";

// The stream tells at once; asking every second covers a stream that is cut.
const follow = (isMoving: boolean): number | false => (isMoving ? 1_000 : false);

/** One import, followed while it works. */
export const useImport = (id: string) => useQuery({ queryKey: ["import", id], queryFn: () => run("import.get", { id }), refetchInterval: ({ state }) => follow(moving(state.data?.status)) });

/** Imports, newest first. */
export const useImports = () => useQuery({ queryKey: ["import", "list"], queryFn: () => run("import.list", { limit: 50 }), refetchInterval: ({ state }) => follow(state.data?.items.some(({ status }) => moving(status)) ?? false) });
