import type { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";

/** An archive with its entries by lower-case path. Stated sizes are not believed, only counted bytes; nothing is inflated before it is asked for. */
export interface Archive {
  fileName: string;
  has(path: string): boolean;
  /** Unpacked size of an entry as the archive states it, 0 when there is none. */
  size(path: string): number;
  /** The unpacked bytes in pieces; refuses beyond `limit` bytes, whatever size the archive states. */
  read(path: string, limit: number): AsyncGenerator<Buffer>;
  close(): void;
}

const MOST_ENTRIES = 20_000;

/** Opens a zip file. Throws file_unreadable when it is damaged. */
export async function openArchive(path: string, fileName: string): Promise<Archive> {
  const damaged = () => FileUnreadable({ ...WHY_UNREADABLE.damaged, file: fileName });
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: false }, (error, opened) => (error ? reject(damaged()) : resolve(opened)));
  });
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", () => reject(damaged()));
    zip.on("end", resolve);
    zip.on("entry", (entry: Entry) => {
      if (entries.size >= MOST_ENTRIES) return reject(damaged());
      entries.set(entry.fileName.toLowerCase(), entry);
      zip.readEntry();
    });
    zip.readEntry();
  }).catch((error: unknown) => {
    zip.close();
    throw error;
  });

  async function* read(name: string, limit: number): AsyncGenerator<Buffer> {
    const entry = entries.get(name.toLowerCase());
    if (!entry || entry.isEncrypted()) throw damaged();
    if (entry.uncompressedSize > limit) throw FileUnreadable({ ...WHY_UNREADABLE.too_large, file: fileName });
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error ? reject(damaged()) : resolve(opened)));
    });
    let size = 0;
    try {
      for await (const piece of stream) {
        size += (piece as Buffer).length;
        if (size > limit) throw FileUnreadable({ ...WHY_UNREADABLE.too_large, file: fileName });
        yield piece as Buffer;
      }
    } catch (error) {
      // What the decompressor says about broken bytes is the file's fault; a refusal passes as it is.
      throw error instanceof Error && "status" in error ? error : damaged();
    } finally {
      stream.destroy();
    }
  }
  return {
    fileName,
    has: (name) => entries.has(name.toLowerCase()),
    size: (name) => entries.get(name.toLowerCase())?.uncompressedSize ?? 0,
    read,
    close: () => zip.close(),
  };
}
