import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, canPass } from "./embedded/account.ts";
import { serverPrograms } from "./embedded/binaries.ts";
import { ensureCluster } from "./embedded/cluster.ts";
import { heldBy, lockFolder } from "./embedded/lock.ts";
import { abandonPlace, openFolder, placeCluster, rememberPlace } from "./embedded/place.ts";
import { fileProblem } from "./problem.ts";
import { startPostmaster } from "./embedded/postmaster.ts";

// The programs are spawned directly: the package's own class neither survives kill -9 nor a checkout its account cannot read.

/** Holds, while the server runs, its address; readable by this account only. */
const ADDRESS = "database.url";

export interface Embedded {
  /** Of the database `postgres` as role `clew`, over a Unix socket only this account reaches; the same after `restart`. */
  url: string;
  /** Process id of the running server. */
  readonly pid: number;
  /** Fast shutdown, then gives the data folder back. Safe to call more than once and after a crash. */
  stop(): Promise<void>;
  /** Starts the server again after it has gone; recovery included. Throws StartProblem when it does not come up. */
  restart(): Promise<void>;
  /** Called whenever the server has gone without `stop`. */
  onExit(callback: () => void): void;
}

/**
 * Starts the PostgreSQL 18 that npm brought, on the cluster of this data folder, made at first use. One Clew per data folder:
 * a second one, a full disk, a read-only folder and the like throw a StartProblem. For tests only: `durable: false`, and
 * `programs`, the folder of another PostgreSQL's initdb and postgres.
 */
export async function startEmbedded(options: {
  dataDir: string;
  log: (line: string) => void;
  durable?: boolean;
  programs?: string | undefined;
}): Promise<Embedded> {
  const { log, durable = true } = options;
  const dataDir = openFolder(options.dataDir);
  const unlock = lockFolder(dataDir);
  let socketDir: string | null = null;
  let place: string | null = null;
  try {
    const { cluster, account } = placeCluster(dataDir);
    place = cluster;
    const programs = options.programs ?? serverPrograms(account, log);
    const password = ensureCluster({ programs, cluster, account, durable, log });
    rememberPlace(dataDir, cluster);
    const folder = (socketDir = makeSocketDir(account));
    const launch = () => startPostmaster({ programs, cluster, account, socketDir: folder, durable, log });
    let server = await launch();
    let stopping = false;
    const listeners: (() => void)[] = [];
    const watch = () => void server.exited.then(() => {
      if (!stopping) for (const listener of listeners) listener();
    });
    watch();
    const url = `postgres://clew:${password}@${encodeURIComponent(folder)}/postgres`;
    writeFileSync(join(dataDir, ADDRESS), `${url}\n`, { mode: 0o600 });
    return {
      url,
      get pid() {
        return server.pid;
      },
      async stop() {
        stopping = true;
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
        rmSync(join(dataDir, ADDRESS), { force: true });
        unlock();
      },
      async restart() {
        server = await launch();
        watch();
      },
      onExit: (callback) => void listeners.push(callback),
    };
  } catch (error) {
    if (socketDir) rmSync(socketDir, { recursive: true, force: true });
    if (place) abandonPlace(dataDir, place);
    unlock();
    throw fileProblem(error, dataDir);
  }
}

/** The address of the embedded server another process runs on this data folder, for commands beside a running Clew; else null. */
export function runningUrl(dataDir: string): string | null {
  if (heldBy(dataDir) === null) return null;
  try {
    return readFileSync(join(dataDir, ADDRESS), "utf8").trim();
  } catch {
    return null;
  }
}

// A socket's path is limited to about 100 bytes and some mounts hold no sockets, so it never lies in the data folder.
function makeSocketDir(account: Account): string {
  const base = tmpdir().length <= 60 && canPass(account, tmpdir()) ? tmpdir() : "/tmp";
  const folder = mkdtempSync(join(base, "clew-"));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}
