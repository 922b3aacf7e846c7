import { Pool } from "undici";

export interface Shot {
  path: string;
  method?: "GET" | "POST" | "PATCH";
  headers?: Record<string, string>;
  body?: string;
}

export interface LoadResult {
  requests: number;
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Answers outside 2xx, by status, and lost connections as "lost". */
  errors: Record<string, number>;
}

/** Keeps `connections` busy for `seconds`; latencies in milliseconds. Loopback only, and it stops by itself. */
export async function load(url: string, options: { connections: number; seconds: number; shot: (n: number, connection: number) => Shot; onAnswer?: (status: number, body: string, n: number, milliseconds: number) => void; /** Milliseconds from one request of a connection to its next, at least. */ pace?: number }): Promise<LoadResult> {
  if (!/^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)) throw new Error("load goes to loopback only");
  const pool = new Pool(url, { connections: options.connections, pipelining: 1 });
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const end = performance.now() + options.seconds * 1_000;
  let n = 0;
  const from = performance.now();
  await Promise.all(Array.from({ length: options.connections }, async (_, connection) => {
    // Nobody starts at the same moment as everybody else.
    if (options.pace) await new Promise((resolve) => setTimeout(resolve, Math.random() * (options.pace as number)));
    while (performance.now() < end) {
      const number = n++;
      const shot = options.shot(number, connection);
      const start = performance.now();
      try {
        const answer = await pool.request({ path: shot.path, method: shot.method ?? "GET", headers: shot.headers ?? {}, body: shot.body ?? null });
        const body = await answer.body.text();
        times.push(performance.now() - start);
        if (answer.statusCode >= 300) errors[answer.statusCode] = (errors[answer.statusCode] ?? 0) + 1;
        options.onAnswer?.(answer.statusCode, body, number, performance.now() - start);
      } catch {
        errors.lost = (errors.lost ?? 0) + 1;
      }
      const left = (options.pace ?? 0) - (performance.now() - start);
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    }
  }));
  const seconds = (performance.now() - from) / 1_000;
  await pool.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { requests: times.length, perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), errors };
}
