import { StringDecoder } from "node:string_decoder";
import { SaxesParser } from "saxes";
import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";
import type { Archive } from "./zip.ts";

export interface XmlHandler {
  /** Element names come without their namespace prefix. */
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Runs one XML part of an archive through a handler; yields after each piece, so that a reader may hand on what it has. */
export async function* walkXml(archive: Archive, path: string, limit: number, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false });
  const text = (value: string) => handler.text?.(value);
  parser.on("opentag", (tag) => handler.open?.(localName(tag.name), tag.attributes as Record<string, string>));
  parser.on("closetag", (tag) => handler.close?.(localName(tag.name)));
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("error", () => {
    throw FileUnreadable({ ...WHY_UNREADABLE.damaged, file: archive.fileName });
  });
  let decoder: StringDecoder | undefined;
  for await (const piece of archive.read(path, limit)) {
    decoder ??= new StringDecoder(piece[0] === 0xff && piece[1] === 0xfe ? "utf16le" : "utf8");
    parser.write(decoder.write(piece));
    yield;
  }
  parser.write(decoder?.end() ?? "");
  parser.close();
}

/** Reads one XML part to its end. */
export async function readXml(archive: Archive, path: string, limit: number, handler: XmlHandler): Promise<void> {
  for await (const _ of walkXml(archive, path, limit, handler));
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute by its local name. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  if (name in attributes) return attributes[name];
  for (const key in attributes) if (localName(key) === name) return attributes[key];
  return undefined;
}
