import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import iconv from "iconv-lite";

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/**
 * The encoding of a text file: by its mark, by the zero bytes of UTF-16, else UTF-8 when the whole file is valid as such,
 * else GB18030 (which includes GBK and GB2312). A file with a few broken bytes is what reads with fewer replacements.
 * Undefined for a file that is not text.
 */
export async function detectEncoding(path: string, head: Buffer): Promise<Encoding | undefined> {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] as number) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd > 0) {
    // Separators and line ends of UTF-16 text have a zero in the same half each time.
    if (odd > 20 * even && odd * 100 > head.length) return "utf-16le";
    if (even > 20 * odd && even * 100 > head.length) return "utf-16be";
    if ((even + odd) * 50 > head.length) return undefined;
  }
  const broken = await firstInvalidUtf8(path);
  if (broken === undefined) return "utf-8";
  const around = await readAround(path, broken);
  return replacements(iconv.decode(around, "gb18030")) <= replacements(around.toString("utf8")) ? "gb18030" : "utf-8";
}

async function firstInvalidUtf8(path: string): Promise<number | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    try {
      decoder.decode(chunk as Buffer, { stream: true });
    } catch {
      return read;
    }
    read += (chunk as Buffer).length;
  }
  try {
    decoder.decode();
  } catch {
    return Math.max(0, read - 4);
  }
  return undefined;
}

async function readAround(path: string, position: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 20), 0, 1 << 20, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function replacements(text: string): number {
  return text.split("\ufffd").length;
}
