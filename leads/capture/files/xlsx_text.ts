import type { XmlHandler } from "./xml.ts";

/** Text of a string item: its <t> parts one after the other, rich text included, phonetic readings (<rPh>) left out. */
export class StringItem {
  text = "";
  #reading = false;
  #phonetic = false;
  #rich = false;

  open(name: string): void {
    if (name === "r" && !this.#rich) {
      // Rich runs replace a plain text that stands before them.
      this.#rich = true;
      this.text = "";
    } else if (name === "t") this.#reading = !this.#phonetic;
    else if (name === "rPh") this.#phonetic = true;
  }

  write(text: string): void {
    if (this.#reading) this.text += text;
  }

  close(name: string): void {
    if (name === "t") this.#reading = false;
    else if (name === "rPh") this.#phonetic = false;
  }
}

/** Collects the shared strings of a workbook in their order. */
export function sharedStrings(strings: string[]): XmlHandler {
  let item: StringItem | undefined;
  return {
    open(name) {
      if (name === "si") item = new StringItem();
      else item?.open(name);
    },
    text(text) {
      item?.write(text);
    },
    close(name) {
      if (name === "si" && item) {
        strings.push(unescapeText(item.text));
        item = undefined;
      } else item?.close(name);
    },
  };
}

/** Excel writes characters that XML cannot hold as _x000D_; line ends become plain \n. */
export function unescapeText(text: string): string {
  const plain = text.includes("_x") ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
  return plain.includes("\r") ? plain.replace(/\r+\n?/g, "\n") : plain;
}
