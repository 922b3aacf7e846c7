import type { FieldDef } from "../../../core/language/types.ts";
import { normaliseCreditCode } from "../../cleanse/normalise/credit_code.ts";
import { normaliseEmail } from "../../cleanse/normalise/email.ts";
import { normalisePhone } from "../../cleanse/normalise/phone.ts";
import { HEADER_NAMES } from "./header_names.ts";

export interface MappingReason {
  code: "same_key" | "same_label" | "alias" | "known_header" | "header_contains" | "content" | "content_differs";
  facts: Record<string, unknown>;
}

export interface ColumnMapping {
  column: string;
  /** Null: the column is left out. */
  field: string | null;
  /** 0 to 1. */
  confidence: number;
  because: MappingReason[];
}

interface Candidate {
  column: number;
  field: string;
  confidence: number;
  because: MappingReason[];
}

const SAMPLE = 200;
/** Below this a guess helps nobody. */
const LEAST = 0.4;

/**
 * Which column of a file is which field: by header (key, label, alias, common spellings), then by what the cells look
 * like. Each field is suggested once at most, to its best column; of two equal columns, to the first.
 */
export function suggestMapping(columns: string[], sample: string[][], fields: FieldDef[]): ColumnMapping[] {
  const open = fields.filter((field) => !field.readonly && !field.internal && !field.retired && field.type !== "auto_number");
  // The moment of arrival is read-only for people, but an import may bring it along.
  const moment = fields.find((field) => field.key === "created_at" && !open.includes(field));
  const rows = sample.slice(0, SAMPLE);
  const candidates = columns.flatMap((column, at) => {
    const looks = lookOf(rows.map((row) => row[at] ?? ""));
    return [...open, ...(moment ? [moment] : [])].flatMap((field) => candidate(column, at, field, looks) ?? []);
  });
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const chosen = new Map<number, Candidate>();
  const used = new Set<string>();
  for (const found of candidates) {
    if (chosen.has(found.column) || used.has(found.field)) continue;
    chosen.set(found.column, found);
    used.add(found.field);
  }
  return columns.map((column, at) => {
    const found = chosen.get(at);
    return found ? { column, field: found.field, confidence: found.confidence, because: found.because } : { column, field: null, confidence: 0, because: [] };
  });
}

type Look = "phone" | "email" | "url" | "datetime" | "number" | "credit_code";

function candidate(column: string, at: number, field: FieldDef, look: { kind: Look; share: number } | undefined): Candidate | undefined {
  const header = byHeader(column, field);
  const because = header ? [header.reason] : [];
  let confidence = header?.confidence ?? 0;
  const fits = look && kindsOf(field).includes(look.kind);
  if (look && fits) {
    because.push({ code: "content", facts: { looks_like: look.kind, share: look.share } });
    // Numbers alone say little; a column of e-mail addresses can hardly be anything else.
    const telling = look.kind === "number" || look.kind === "datetime" ? 0 : 0.7 * look.share;
    confidence = Math.max(confidence + (1 - confidence) * 0.5 * look.share * (header ? 1 : 0), telling);
  } else if (look && header && ["phone", "email", "credit_code"].includes(look.kind) && !["note", "need", "external_id", "wechat"].includes(field.key)) {
    because.push({ code: "content_differs", facts: { looks_like: look.kind, share: look.share } });
    confidence *= 0.5;
  }
  return confidence >= LEAST ? { column: at, field: field.key, confidence: Math.round(confidence * 100) / 100, because } : undefined;
}

function byHeader(column: string, field: FieldDef): { confidence: number; reason: MappingReason } | undefined {
  const header = fold(column.replace(/ \(\d+\)$/, ""));
  if (header === "") return undefined;
  if (header === fold(field.key)) return { confidence: 0.99, reason: { code: "same_key", facts: { key: field.key } } };
  if (header === fold(field.label.zh) || header === fold(field.label.en)) return { confidence: 0.98, reason: { code: "same_label", facts: { label: field.label } } };
  const alias = field.aliases?.find((name) => fold(name) === header);
  if (alias !== undefined) return { confidence: 0.96, reason: { code: "alias", facts: { alias } } };
  const known = HEADER_NAMES[field.key] ?? [];
  const position = known.findIndex((name) => fold(name) === header);
  if (position >= 0) return { confidence: 0.95 - position * 0.002, reason: { code: "known_header", facts: { spelling: known[position] } } };
  const names = [field.label.zh, field.label.en, ...(field.aliases ?? []), ...known].map(fold).filter((name) => name.length >= (/[a-z]/.test(name) ? 5 : 2));
  const part = names.filter((name) => header.includes(name)).sort((a, b) => b.length - a.length)[0];
  return part === undefined ? undefined : { confidence: 0.45 + 0.4 * (part.length / header.length), reason: { code: "header_contains", facts: { part } } };
}

/** Without case, spaces, punctuation and remarks in brackets ("手机号（必填）*"). */
function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\([^)]*\)/g, "").replace(/[^\p{L}\p{N}]+/gu, "");
}

function kindsOf(field: FieldDef): Look[] {
  if (field.key === "credit_code") return ["credit_code"];
  switch (field.type) {
    case "phone": return ["phone"];
    case "email": return ["email"];
    case "url": return ["url"];
    case "date": case "datetime": return ["datetime"];
    case "number": case "money": case "percent": return ["number"];
    default: return [];
  }
}

const LOOKS: [Look, (cell: string) => boolean][] = [
  ["email", (cell) => cell.includes("@") && normaliseEmail(cell).value !== null],
  ["phone", (cell) => /\d{3}/.test(cell) && cell.length < 40 && !/^\d{4}[-/.年]/.test(cell) && ["mobile", "landline"].includes(normalisePhone(cell).kind)],
  ["url", (cell) => /^(?:https?:\/\/|www\.)\S+$/i.test(cell)],
  ["datetime", (cell) => /^(?:19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[T\s].*)?$/.test(cell)],
  ["credit_code", (cell) => normaliseCreditCode(cell).value !== null],
  ["number", (cell) => /^[¥$]?-?[\d,]+(?:\.\d+)?%?$/.test(cell)],
];

/** What most of the filled cells look like. */
function lookOf(cells: string[]): { kind: Look; share: number } | undefined {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  if (filled.length === 0) return undefined;
  for (const [kind, test] of LOOKS) {
    const share = filled.filter(test).length / filled.length;
    if (share >= 0.6) return { kind, share: Math.round(share * 100) / 100 };
  }
  return undefined;
}
