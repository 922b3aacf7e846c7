import type { Duplex } from "node:stream";
import pg from "pg";

/** The driver's connection, of which its types name little. */
interface Wire {
  query(text: string): void;
  stream: Duplex;
}

/**
 * COPY … FROM STDIN whose rows leave with the statement instead of after the server's invitation, so that it keeps its place among the
 * statements on their way. Where the server refuses, it passes over the rows by itself (PostgreSQL, "Message Flow: COPY Operations").
 */
export class CopyIn extends pg.Query {
  readonly #statement: string;
  readonly #rows: string;

  constructor(statement: string, rows: string, done: (error?: Error | null) => void) {
    super(statement, (error) => done(error));
    this.#statement = statement;
    this.#rows = rows;
    this.submit = (connection) => this.#send(connection as unknown as Wire);
  }

  #send(connection: Wire): null {
    connection.query(this.#statement);
    connection.stream.write(framed(this.#rows));
    return null;
  }

  /** The invitation: the rows are under way already. */
  handleCopyInResponse(): void {}
}

const COPY_DATA = "d".charCodeAt(0);
const COPY_DONE = "c".charCodeAt(0);

/** The rows as one CopyData message and the CopyDone behind it; each has a letter and its length, which counts itself. */
function framed(rows: string): Buffer {
  const length = Buffer.byteLength(rows);
  const message = Buffer.allocUnsafe(length + 10);
  message[0] = COPY_DATA;
  message.writeInt32BE(length + 4, 1);
  message.write(rows, 5);
  message[length + 5] = COPY_DONE;
  message.writeInt32BE(4, length + 6);
  return message;
}
