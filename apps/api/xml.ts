import { XMLParser } from "fast-xml-parser";
import { invalidField } from "../../core/refusal.ts";

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", htmlEntities: true, parseTagValue: false, ignoreDeclaration: true });

/** A body of XML as plain values; throws Invalid for what is not well formed. */
export function parseXml(text: string): unknown {
  // A document type can define entities that grow without bound; no platform sends one.
  if (/<!doctype/i.test(text)) throw invalidField("", { zh: "XML 不能带 DOCTYPE", en: "The XML must not have a DOCTYPE" });
  try {
    return parser.parse(text, true) as unknown;
  } catch {
    throw invalidField("", { zh: "XML 格式不正确", en: "The XML is not well formed" });
  }
}
