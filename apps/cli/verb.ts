import type { Text } from "../../core/refusal.ts";

/** One command of `npm run clew -- <verb>`. Resolves when it has ended; what it throws becomes a sentence or a stack. */
export interface Verb {
  title: Text;
  /** What follows the verb, e.g. "FILE [--object lead]". */
  usage?: string;
  run(args: string[]): Promise<void>;
}
