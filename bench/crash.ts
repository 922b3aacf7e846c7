import { longTests } from "./lib/long_tests.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 20);

// Nothing lost, the long way: what test/crash does twice with 50 connections, many times with 200; and pools driven by every path at once.
longTests("crash", `kill -9 of Clew, of PostgreSQL alone and in an import, ${ROUNDS} times each with 200 connections; merges, full disk, pools at once`, ["test/crash", "test/stories/pool_property.test.ts"], {
  CLEW_CRASH_ROUNDS: String(ROUNDS), CLEW_POOL_ROUNDS: String(ROUNDS * 8),
});
