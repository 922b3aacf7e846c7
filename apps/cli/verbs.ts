import type { Text } from "../../core/refusal.ts";
import { migrateVerb } from "./migrate.ts";
import { demoVerb, startVerb } from "./start.ts";

/** One command of `npm run clew -- <verb>`. Resolves when it has ended; what it throws becomes a sentence or a stack. */
export interface Verb {
  title: Text;
  /** What follows the verb, e.g. "FILE [--object lead]". */
  usage?: string;
  run(args: string[]): Promise<void>;
}

/** Every command, by its name. A room adds its own by one line here. */
export const verbs: Record<string, Verb> = {
  start: startVerb,
  demo: demoVerb,
  migrate: migrateVerb,
};
