import { FAULT_CODE } from "../faults.ts";
import { provideDatabase } from "../database.ts";
import { readSettings } from "../settings.ts";
import { stepper } from "../stepper.ts";
import { untilSignal } from "./signals.ts";
import { logLine, say } from "./terminal.ts";
import type { Verb } from "./verb.ts";

export const startVerb: Pick<Verb, "run"> = { run: () => run(false) };
export const demoVerb: Pick<Verb, "run"> = { run: () => run(true) };

/** Longest an ordered stop after a fault may take, in milliseconds. */
const LONGEST_STOP = 15_000;

async function run(demo: boolean): Promise<void> {
  const signal = untilSignal();
  const settings = readSettings(process.env, { demo });
  // The database starts in processes of its own while this one loads the rest of Clew.
  const [database, { serve }] = await stepper(logLine)("数据库与程序 / database and program", () => Promise.all([provideDatabase(settings, { log: logLine }), import("../serve.ts")]));
  const server = await serve({ settings, database, env: process.env, demo, log: logLine });
  const fault = await Promise.race([signal, server.fault.then(() => true)]);
  if (fault) {
    process.exitCode = FAULT_CODE;
    say({ zh: "程序出现未处理的错误（见上方日志），正在停止……", en: "Something failed that nobody caught (see the log above). Stopping …" });
    // What is broken may also keep the stop from ending.
    setTimeout(() => process.exit(FAULT_CODE), LONGEST_STOP).unref();
  } else say({ zh: "正在停止……", en: "Stopping …" });
  await server.stop();
}
