import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import pg from "pg";

const OFTEN = 3;
const MOST = 400;
const LONGEST = 20_000;
const PLANNED = /^\s*(select|insert|update|delete|with)\b/i;

const seen = new Map<string, { count: number; name: string }>();

/** The socket of a connection, which the driver's types do not name. */
interface Wired {
  connection: { stream: Duplex };
}

/**
 * A connection that lets the server keep the plan of statements asked again and again: parsing and planning a wide
 * statement costs more than running it for one row. Texts that vary stay unnamed, so that nothing piles up. What is asked in one turn
 * of the loop leaves in one write: each write wakes the server, which on few cores takes this process's place.
 */
export class NamedClient extends pg.Client {
  // The driver's overloads are many; only the form (text, values) is looked at, everything else passes through.
  override query(...args: unknown[]): never {
    this.#holdBack();
    const [text, values] = args;
    if (typeof text === "string" && Array.isArray(values) && values.length > 0) {
      const name = nameOf(text);
      if (name) return super.query({ name, text, values } as never, args[2] as never) as never;
    }
    return (super.query as (...all: unknown[]) => never).apply(this, args);
  }

  #held = false;

  #holdBack(): void {
    if (this.#held) return;
    this.#held = true;
    const { stream } = (this as unknown as Wired).connection;
    stream.cork();
    process.nextTick(() => {
      this.#held = false;
      stream.uncork();
    });
  }
}

function nameOf(text: string): string | null {
  let known = seen.get(text);
  if (!known) {
    if (seen.size >= MOST || text.length > LONGEST || !PLANNED.test(text)) return null;
    seen.set(text, (known = { count: 0, name: createHash("sha1").update(text).digest("base64url") }));
  }
  known.count++;
  // Statements asked once and never again make room after a while.
  if (seen.size >= MOST) for (const [key, { count }] of seen) if (count < OFTEN) seen.delete(key);
  return known.count >= OFTEN ? known.name : null;
}
