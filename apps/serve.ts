import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import pino, { type Logger } from "pino";
import { ensureFirstAdministrator } from "../core/access/first_administrator.ts";
import { signInLibrary } from "../core/access/sign_in.ts";
import { openDatabase } from "../core/db/connect.ts";
import type { Listener } from "../core/db/listen.ts";
import type { House } from "../core/ctx.ts";
import { readName } from "../core/records/pinyin.ts";
import { startSweeping } from "../core/jobs/sweep.ts";
import { startWorker } from "../core/jobs/queue.ts";
import { buildServer } from "./api/server.ts";
import { documents } from "./api/documents.ts";
import { forms } from "./api/forms.ts";
import { site } from "./api/site.ts";
import { signIn } from "./api/sign_in.ts";
import { metrics } from "./api/metrics.ts";
import type { ProvidedDatabase } from "./database.ts";
import { jobs, operations, sweeps } from "./everything.ts";
import { watchFaults } from "./faults.ts";
import { makeHouse } from "./house.ts";
import { startLive } from "./live.ts";
import { followChanges, furnish, prepareDatabase } from "./prepare.ts";
import type { ProcessSettings } from "./settings.ts";
import { stepper } from "./stepper.ts";

const WEB = fileURLToPath(new URL("../dist/web/", import.meta.url));
const POOL_SIZE = 20;

export interface Serving {
  url: string;
  /** Resolves when something failed that nobody caught, after it was logged: stop, and end with FAULT_CODE. */
  fault: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts everything this process is for on a database that is there: migrations, HTTP, queue, sweeps. Says each step and
 * how long it took; what cannot start leaves nothing running, the database neither. Throws StartProblem, or the system's
 * own error for a taken port.
 */
export async function serve(options: { settings: ProcessSettings; database: ProvidedDatabase; env: NodeJS.ProcessEnv; demo: boolean; log: (line: string) => void }): Promise<Serving> {
  const { settings, database, env, demo } = options;
  const log = pino({ level: env.LOG_LEVEL ? settings.logLevel : "warn" }, pino.destination({ dest: 2, sync: false }));
  const step = stepper(options.log);
  const faults = watchFaults(log);
  const undo: (() => Promise<unknown>)[] = [async () => faults.ignore(), () => database.stop()];
  const stop = async () => {
    for (const end of undo.splice(0).reverse()) await end().catch((err: unknown) => log.error({ err }, "stopping"));
  };
  try {
    const main = openDatabase({ url: database.url, poolSize: POOL_SIZE, log: (line) => log.warn(line) });
    undo.push(() => main.close());
    const side = openDatabase({ url: database.url, poolSize: 3, log: (line) => log.warn(line) });
    undo.push(() => side.close());
    // The server comes back by itself after a crash, a full disk too once there is space; requests in between are refused as unavailable.
    let stopping = false;
    undo.push(async () => void (stopping = true));
    database.embedded?.onExit(() => void comeBack(() => database.embedded?.restart(), () => stopping, log));

    const house = makeHouse({ db: main.db, side: side.db, settings, log });
    furnish(house);
    let ready = true;
    const build = () => buildServer({
      house, operations: settings.role === "worker" ? [] : operations, ready: () => ready, webDir: WEB,
      async also(server) {
        metrics(server, house, main.pool);
        if (settings.role === "worker") return;
        signIn(server, house);
        documents(server, house, operations);
        forms(server, house);
        site(server, house);
      },
    });
    const prepare = async () => {
      await step("结构 / schema", () => prepareDatabase(house, main.pool));
      if (settings.admin) await ensureFirstAdministrator(house, settings.admin);
      if (demo) await (await import("./seed/ensure.ts")).ensureSample(house, options.log);
    };
    const heard = async (opening: Promise<Listener>) => {
      const listener = await opening;
      undo.push(() => listener.stop());
    };
    // The routes are made while the database answers.
    const building = build();
    await together([building, prepare(), heard(followChanges(house, database.url)), heard(startLive(house, database.url))]);
    const app = await building;
    const background: { stop(): Promise<unknown> }[] = [];
    undo.push(() => Promise.all(background.map((each) => each.stop())), async () => void (ready = false));
    await step("监听 / listening", () => app.listen({ port: settings.port, host: settings.host }));
    undo.push(() => app.close());
    const address = app.server.address();
    const port = typeof address === "object" && address ? address.port : settings.port;
    const url = env.CLEW_PUBLIC_URL ? settings.publicUrl : settings.publicUrl.replace(/:\d+$/, `:${port}`);
    options.log(`Clew → ${url}`);
    if (settings.role !== "api") {
      background.push(await startWorker(house, main.pool, jobs), startSweeping(house, sweeps));
    }
    // Whoever opens the first page gets it first; while their browser reads it, what it will ask for is loaded.
    const warming = setTimeout(() => void warm(house).catch((err: unknown) => log.error({ err }, "warming")), 200).unref();
    undo.push(async () => clearTimeout(warming));
    return { url, fault: faults.first, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for all of them even when one fails, so that whatever the others have opened is known and closed; then throws the failure. */
async function together(work: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}

/** Loads what the first lead and the first session need. */
async function warm(house: House): Promise<void> {
  readName("王");
  await signInLibrary(house);
}

/** Tries until the database is there again or nobody wants it any more; says the first time why it is not. */
async function comeBack(restart: () => Promise<void> | undefined, given: () => boolean, log: Logger): Promise<void> {
  for (let times = 0; !given(); times++) {
    try {
      return await restart();
    } catch (err) {
      if (times === 0) log.fatal({ err }, "the database does not come back yet; trying every second");
      await sleep(1_000);
    }
  }
}
