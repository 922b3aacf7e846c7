import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import type { Row } from "../../core/language/types.ts";
import { readMade } from "./copy_made.ts";

/** A list of leads as an import would read it, and who each of them really is. */
export interface Labelled {
  name: string;
  /** Own fields the list needs. */
  fields: { key: string; type: "text" | "date"; label: { zh: string; en: string } }[];
  rows: Row[];
  truth: string[];
}

const shared = (path: string): string => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));
const rowsOf = (text: string): Record<string, string>[] => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true, transformHeader: (header) => header.trim(), transform: (value) => value.trim() }).data;
const joined = (parts: (string | undefined)[], by: string): string | null => parts.filter(Boolean).join(by) || null;

/** One of the labelled public sets, without its social security field; null where it is absent. */
export function publicSet(number: number): Labelled | null {
  const path = shared(`data/febrl/dataset${number}.csv`);
  if (!existsSync(path)) return null;
  const rows = rowsOf(readFileSync(path, "utf8"));
  return {
    name: `public set ${number}`,
    fields: [{ key: "postcode", type: "text", label: { zh: "邮编", en: "Postcode" } }, { key: "date_of_birth", type: "date", label: { zh: "出生日期", en: "Date of birth" } }],
    truth: rows.map((r) => (r.rec_id as string).split("-")[1] as string),
    rows: rows.map((r) => ({
      name: joined([r.given_name, r.surname], " "), address: joined([joined([r.street_number, r.address_1], " ") ?? "", r.address_2], ", "), city: r.suburb || null, province: r.state || null, postcode: r.postcode || null, date_of_birth: birthday(r.date_of_birth),
    })),
  };
}

function birthday(digits: string | undefined): string | null {
  const text = `${digits?.slice(0, 4)}-${digits?.slice(4, 6)}-${digits?.slice(6)}`;
  const at = Date.parse(text);
  return digits && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : null;
}

/** A made list of so many dirty Chinese leads; rows that screening sets aside are left out. Null where the maker is absent. */
export function madeSet(count: number, seed: number): Labelled | null {
  const maker = shared("tools/make-leads.mjs");
  if (!existsSync(maker)) return null;
  const folder = mkdtempSync(join(tmpdir(), "clew-made-"));
  try {
    execFileSync(process.execPath, [maker, "--rows", String(count), "--seed", String(seed), "--out", join(folder, "leads.csv"), "--truth", join(folder, "truth.csv")]);
    const person = truthOf(folder);
    const made: Labelled = { name: `made list of ${count}`, fields: [], rows: [], truth: [] };
    for (const r of rowsOf(readFileSync(join(folder, "leads.csv"), "utf8"))) {
      const row = readMade(r);
      if (!row) continue;
      made.rows.push(row);
      made.truth.push(person.get(r.外部编号) as string);
    }
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who each lead of a made list is, by its outside number, from truth.csv of a folder. */
export const truthOf = (folder: string): Map<string | undefined, string> => new Map(rowsOf(readFileSync(join(folder, "truth.csv"), "utf8")).map((r) => [r.external_id, r.person_id as string]));

/** Precision, recall and F1 of clusters (lists of places in the list) over pairs. */
export function pairQuality(truth: readonly string[], clusters: readonly (readonly number[])[]): { precision: number; recall: number; f1: number } {
  const pairs = (sizes: Iterable<number>) => [...sizes].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const sizes = (names: readonly string[]) => names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>()).values();
  const found = pairs(clusters.map((c) => c.length));
  const right = clusters.reduce((sum, cluster) => sum + pairs(sizes(cluster.map((at) => truth[at] as string))), 0);
  const precision = found === 0 ? 1 : right / found;
  const recall = right / pairs(sizes(truth));
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall || 1) };
}
