import { logLine, say } from "./terminal.ts";
import { untilSignal } from "./signals.ts";
import type { Verb } from "./verb.ts";

/** What apps/serve.ts offers; imported only when a server is wanted, so that other commands start quickly. */
interface ServeModule {
  serve(options: { env: NodeJS.ProcessEnv; demo: boolean; log: (line: string) => void }): Promise<{ url: string; stop(): Promise<void> }>;
}

export const startVerb: Pick<Verb, "run"> = { run: () => run(false) };
export const demoVerb: Pick<Verb, "run"> = { run: () => run(true) };

async function run(demo: boolean): Promise<void> {
  const signal = untilSignal();
  const { serve } = (await import(new URL("../serve.ts", import.meta.url).href)) as ServeModule;
  const server = await serve({ env: process.env, demo, log: logLine });
  await signal;
  say({ zh: "正在停止……", en: "Stopping …" });
  await server.stop();
}
