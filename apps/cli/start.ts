import { logLine, say } from "./terminal.ts";
import { FAULT_CODE } from "../faults.ts";
import { untilSignal } from "./signals.ts";
import type { Verb } from "./verb.ts";

/** What apps/serve.ts offers; imported only when a server is wanted, so that other commands start quickly. */
interface ServeModule {
  serve(options: { env: NodeJS.ProcessEnv; demo: boolean; log: (line: string) => void }): Promise<{ url: string; fault: Promise<unknown>; stop(): Promise<void> }>;
}

export const startVerb: Pick<Verb, "run"> = { run: () => run(false) };
export const demoVerb: Pick<Verb, "run"> = { run: () => run(true) };

/** Longest an ordered stop after a fault may take, in milliseconds. */
const LONGEST_STOP = 15_000;

async function run(demo: boolean): Promise<void> {
  const signal = untilSignal();
  const { serve } = (await import(new URL("../serve.ts", import.meta.url).href)) as ServeModule;
  const server = await serve({ env: process.env, demo, log: logLine });
  const fault = await Promise.race([signal, server.fault.then(() => true)]);
  if (fault) {
    process.exitCode = FAULT_CODE;
    say({ zh: "程序出现未处理的错误（见上方日志），正在停止……", en: "Something failed that nobody caught (see the log above). Stopping …" });
    // What is broken may also keep the stop from ending.
    setTimeout(() => process.exit(FAULT_CODE), LONGEST_STOP).unref();
  } else say({ zh: "正在停止……", en: "Stopping …" });
  await server.stop();
}
