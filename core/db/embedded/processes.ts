import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process with this id is running (a zombie is not). */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return process.platform !== "linux" || statFields(pid)[0] !== "Z";
}

/** When a process started, as the system tells it; with the id it names one process for good. Null when there is none. */
export function startOf(pid: number): string | null {
  if (process.platform === "linux") return statFields(pid)[19] ?? null;
  const answer = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return answer.stdout?.trim() || null;
}

/** The command line of a process, arguments separated by NUL where the system keeps them apart; "" when there is none. */
export function commandOf(pid: number): string {
  if (process.platform !== "linux") return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Waits until a process has gone; false when it is still there after `milliseconds`. */
export async function gone(pid: number, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; alive(pid); await sleep(20)) if (Date.now() > end) return false;
  return true;
}

// The fields after the command name, which stands in brackets and may hold anything.
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
