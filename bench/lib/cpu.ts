import { readdirSync, readFileSync } from "node:fs";
import type pg from "pg";

/** Processor seconds of a process, and of the children it has waited for. Linux only: clock ticks are 1/100 s there. */
export function cpuOf(pid: number): number {
  const found = statOf(pid);
  return found ? found.seconds : 0;
}

/** Processor seconds of the server behind a connection, all its processes together. */
export async function databaseCpu(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const parent = statOf(rows[0]?.pid ?? 0)?.parent ?? 0;
  const children = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : [])).filter((one) => one.parent === parent);
  return cpuOf(parent) + children.reduce((sum, one) => sum + one.seconds, 0);
}

function statOf(pid: number): { parent: number; seconds: number } | null {
  try {
    const parts = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(parts[at]), 0);
    return { parent: Number(parts[1]), seconds: ticks / 100 };
  } catch {
    return null;
  }
}
