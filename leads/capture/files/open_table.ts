import { open } from "node:fs/promises";
import { openCsv } from "./csv.ts";
import type { Table, TableOptions } from "./table.ts";
import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";
import { openXlsx } from "./xlsx.ts";

const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

/**
 * Opens a CSV or xlsx file as a stream of rows of text. The content decides what it is, never the name.
 * Throws file_unreadable with the reason for anything else: old .xls, passwords, web pages, damaged archives.
 */
export async function openTable(path: string, fileName: string, options: TableOptions = {}): Promise<Table> {
  const head = await readHead(path);
  if (head.length === 0) throw FileUnreadable({ ...WHY_UNREADABLE.empty, file: fileName });
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 9) < 9) return openXlsx(path, fileName, options);
  if (head.subarray(0, 8).equals(OLE)) throw FileUnreadable({ ...(await isEncrypted(path, head) ? WHY_UNREADABLE.password : WHY_UNREADABLE.old_xls), file: fileName });
  return openCsv(path, fileName, options);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65536), 0, 65536, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The directory of an OLE file, which names its parts, may lie anywhere: the head and the tail are looked at. */
async function isEncrypted(path: string, head: Buffer): Promise<boolean> {
  if (head.includes(ENCRYPTED)) return true;
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(65536), 0, 65536, Math.max(0, size - 65536));
    return buffer.includes(ENCRYPTED);
  } finally {
    await file.close();
  }
}
