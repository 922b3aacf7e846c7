import type { z } from "zod";
import type { operations } from "./everything.ts";

type Listed = (typeof operations)[number];
type ByName = { [O in Listed as O["name"]]: O };

/** Every operation there is, by name, e.g. "lead.claim". */
export type OperationName = keyof ByName;
/** What an operation takes: path parameters, query and body as one value. */
export type InputOf<N extends OperationName> = z.input<ByName[N]["input"]>;
/** What an operation answers, as it arrives in JSON. */
export type OutputOf<N extends OperationName> = z.input<ByName[N]["output"]>;
