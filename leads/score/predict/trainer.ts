import { Worker } from "node:worker_threads";
import type { Trained } from "./learn/train.ts";
import type { LeadSource } from "./sources.ts";

export interface TrainerData {
  sources: LeadSource[];
  allow: string[];
  timeZone: string;
  country: string;
}

export type ToTrainer = { kind: "closed" | "open"; text: string } | { kind: "learn" };
export type FromTrainer = { kind: "taken" } | { kind: "tick"; part: "looking" | "fitting"; done: number; total: number } | { kind: "trained"; trained: Trained };

export interface Trainer {
  /** Hands over packed leads; resolves when they have been read, so that no more than one part waits. */
  take(kind: "closed" | "open", text: string): Promise<void>;
  learn(tick: (part: "looking" | "fitting", done: number, total: number) => void): Promise<Trained>;
  stop(): Promise<void>;
}

/** Starts learning in a thread of its own. Whatever ends the thread early rejects what is being waited for. */
export function startTrainer(data: TrainerData): Trainer {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: data });
  let answer: { resolve(message: FromTrainer): void; reject(reason: unknown): void } | null = null;
  let gone: unknown = null;
  let onTick: Parameters<Trainer["learn"]>[0] = () => {};
  const end = (reason: unknown) => {
    gone ??= reason;
    answer?.reject(reason);
    answer = null;
  };
  worker.on("message", (message: FromTrainer) => {
    if (message.kind === "tick") return onTick(message.part, message.done, message.total);
    answer?.resolve(message);
    answer = null;
  });
  worker.on("error", end);
  worker.on("exit", () => end(new Error("the training thread has ended")));
  const ask = (message: ToTrainer) =>
    new Promise<FromTrainer>((resolve, reject) => {
      if (gone) return reject(gone);
      answer = { resolve, reject };
      worker.postMessage(message, []);
    });
  return {
    async take(kind, text) {
      await ask({ kind, text });
    },
    async learn(tick) {
      onTick = tick;
      const message = await ask({ kind: "learn" });
      return (message as Extract<FromTrainer, { kind: "trained" }>).trained;
    },
    async stop() {
      await worker.terminate();
    },
  };
}
