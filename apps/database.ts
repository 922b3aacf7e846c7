import { type Embedded, runningUrl, startEmbedded } from "../core/db/embedded.ts";
import type { ProcessSettings } from "./settings.ts";

export interface ProvidedDatabase {
  url: string;
  /** The server this process runs itself; null when it belongs to somebody else. */
  embedded: Embedded | null;
  stop(): Promise<void>;
}

/**
 * The database of this process: the server DATABASE_URL names, checked, or the embedded one. A command (`share`) uses the
 * embedded server of a Clew that is already running on the data folder. Throws StartProblem.
 */
export async function provideDatabase(
  settings: Pick<ProcessSettings, "databaseUrl" | "dataDir">,
  options: { log: (line: string) => void; share?: boolean },
): Promise<ProvidedDatabase> {
  const given = settings.databaseUrl;
  if (given !== null) {
    const { checkServer } = await import("../core/db/server.ts");
    await checkServer(given);
    return { url: given, embedded: null, stop: async () => {} };
  }
  const running = options.share ? runningUrl(settings.dataDir) : null;
  if (running !== null) return { url: running, embedded: null, stop: async () => {} };
  const embedded = await startEmbedded({ dataDir: settings.dataDir, log: options.log });
  return { url: embedded.url, embedded, stop: () => embedded.stop() };
}
