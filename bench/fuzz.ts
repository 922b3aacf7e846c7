import { randomInt } from "node:crypto";
import { longTests } from "./lib/long_tests.ts";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 200);
const seed = randomInt(2 ** 31 - 1);

// The same requests at every `npm test`, so that it fails for what a change brought; other ones here, and for longer.
console.log(`seed ${seed}`);
longTests("fuzz", `random inputs, filters, paths and bodies, ${SECONDS} s each, seed ${seed}`, ["test/break-in/fuzz.test.ts"], { CLEW_FUZZ_SECONDS: String(SECONDS), CLEW_FUZZ_SEED: String(seed) });
