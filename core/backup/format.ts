import { StartProblem } from "../db/problem.ts";

/** First line of a backup. */
export interface Header {
  clew_backup: 1;
  made_at: string;
  server: string;
  /** Migrations the database had. */
  migrations: string[];
}

/** A line before the rows of a table, which follow as COPY writes them up to a line `\.` */
export interface TableHead {
  table: string;
  columns: string[];
}

/** What makes the organisation's own tables and indexes again: before and after their rows. */
export interface Shape {
  before: string[];
  after: string[];
  sequences: { name: string; value: number; called: boolean }[];
}

/** Last line; a backup without it is not whole. */
export interface Footer {
  end: { tables: number; rows: number };
}

const END = Buffer.from("\\.\n");
const END_LINE = Buffer.from("\n\\.\n");

/** Reads the lines and row blocks of an unpacked backup one after the other, holding no more than a piece of it. */
export class BackupReader {
  #rest: Buffer = Buffer.alloc(0);
  readonly #pieces: AsyncIterator<Buffer>;

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next line as JSON. */
  async line<T>(): Promise<T> {
    let at: number;
    while ((at = this.#rest.indexOf(10)) < 0) await this.#more();
    const line = this.#rest.subarray(0, at).toString();
    this.#rest = this.#rest.subarray(at + 1);
    try {
      return JSON.parse(line) as T;
    } catch {
      throw notABackup();
    }
  }

  /** The rows up to the end of their block, in pieces of whole lines. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#rest.subarray(0, END.length).equals(END)) {
        this.#rest = this.#rest.subarray(END.length);
        return;
      }
      const end = this.#rest.indexOf(END_LINE);
      const whole = end < 0 ? this.#rest.lastIndexOf(10) + 1 : end + 1;
      if (whole > 0) yield this.#rest.subarray(0, whole);
      this.#rest = this.#rest.subarray(whole);
      if (end < 0) await this.#more();
    }
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#pieces.next();
    if (done) throw cutOff();
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, value]) : value;
  }
}

export const notABackup = () => new StartProblem({ zh: "这不是 Clew 的备份文件", en: "This is not a backup of Clew" });
export const cutOff = () => new StartProblem({ zh: "备份文件不完整，请使用另一份", en: "The backup is not whole; use another one" });
