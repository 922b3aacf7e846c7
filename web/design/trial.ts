import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Filter } from "../../core/language/types.ts";
import { run } from "../api/run.ts";
import type { OutputOf } from "../../apps/contract.ts";
import type { PolicyKind } from "./bodies.ts";

/** What a trial answers; a kind's own figures stand beside the common ones. */
export type TrialAnswer = OutputOf<"policy.simulate">;
export type Difference = TrialAnswer["differences"][number];
export type Side = Difference["before"];

export interface Range {
  days?: number;
  filter?: Filter;
}

const EVERY = 400;

/** Runs one trial at a time: how far it is while it runs, its answer, and a way to stop it. */
export function useTrial(kind: PolicyKind) {
  const running = useRef<{ id: string; gone: AbortController } | undefined>(undefined);
  const [id, setId] = useState<string>();
  const [stopped, setStopped] = useState(false);
  const trial = useMutation({
    mutationFn: ({ body, range }: { body: unknown; range: Range }) => {
      const now = { id: crypto.randomUUID(), gone: new AbortController() };
      running.current = now;
      setId(now.id);
      setStopped(false);
      return run("policy.simulate", { kind, body, ...range, progress_id: now.id } as never, { signal: now.gone.signal }) as Promise<TrialAnswer>;
    },
    onSettled: () => setId(undefined),
  });
  const progress = useQuery({
    queryKey: ["trial", id], enabled: id !== undefined, refetchInterval: EVERY, gcTime: 0, retry: false,
    // The first look waits, so that the trial has begun by then.
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      return run("policy.simulation_progress", { progress_id: id ?? "" }, { signal });
    },
  });
  const cancel = (): void => {
    const now = running.current;
    if (!now) return;
    setStopped(true);
    void run("policy.cancel_simulation", { progress_id: now.id }).catch(() => undefined);
    now.gone.abort();
  };
  return { trial, progress: trial.isPending ? (progress.data ?? { done: 0, total: 0 }) : undefined, cancel, stopped: stopped && !trial.isPending };
}
