import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileProblem, StartProblem } from "../problem.ts";
import { startOf } from "./processes.ts";

const LOCK = "clew.lock";

/**
 * Takes the data folder for this process; returns how to give it back. The lock names process id and start time, so one left
 * behind by kill -9 is void even when the id has been given to another process. Refuses with one sentence when it is held.
 */
export function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, LOCK);
  const mine = `${process.pid} ${startOf(process.pid)}\n`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, mine, { flag: "wx", mode: 0o644 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 3) throw fileProblem(error, dataDir);
    }
    const holder = heldBy(dataDir);
    if (holder !== null) throw folderInUse(dataDir, holder);
    rmSync(path, { force: true });
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

/** Process id of the Clew that holds the data folder, this one included; null when nobody does. */
export function heldBy(dataDir: string): number | null {
  const [pid, ...started] = read(join(dataDir, LOCK)).trim().split(" ");
  return pid && started.length > 0 && startOf(Number(pid)) === started.join(" ") ? Number(pid) : null;
}

/** The refusal of a second Clew on one data folder. */
function folderInUse(dataDir: string, pid: number): StartProblem {
  return new StartProblem({
    zh: `数据文件夹 ${dataDir} 正被另一个 Clew 使用（进程 ${pid}）；请先停止它，或用 CLEW_DATA_DIR 指定另一个文件夹`,
    en: `The data folder ${dataDir} is in use by another Clew (process ${pid}); stop it first, or set CLEW_DATA_DIR to another folder`,
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
