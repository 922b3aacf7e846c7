import { companyKey } from "../normalise/company.ts";
import { namePinyin } from "../normalise/name.ts";
import { leadingPlace } from "../normalise/region.ts";
import { align } from "./align.ts";
import { type Compared, type Comparer, whole } from "./compared.ts";
import { alike, oneEdit, words } from "./strings.ts";
import { brandAndTrade } from "./trades.ts";

interface Company {
  key: string;
  /** 深圳; "" when not named. */
  place: string;
  brand: string;
  trade: string;
  branch: string;
  /** How the brand sounds. */
  sound: string;
  /** Words of a Western name; null for a Chinese one. */
  tokens: string[] | null;
}

const HAN = /\p{Script=Han}/u;
const BRANCH = /[\p{Script=Han}]{1,8}(?:分公司|办事处|代表处|营业部|分店|分行|支行|子公司)$/u;
const LEGAL = new Set("co company corp corporation inc incorporated ltd limited llc llp lp plc gmbh ag kg sa sas sarl srl spa bv nv ab oy as pty pte sdn bhd kk group holding holdings the of and for".split(" "));
const FLOOR = 0.55;

function prepare(value: unknown): Company | null {
  if (typeof value !== "string") return null;
  const key = companyKey(value);
  if (key === null) return null;
  if (!HAN.test(key)) {
    const all = words(value);
    const tokens = all.filter((word) => !LEGAL.has(word));
    return { key, place: "", brand: key, trade: "", branch: "", sound: key, tokens: tokens.length > 0 ? tokens : all };
  }
  const place = leadingPlace(key);
  const named = place && place.length < key.length ? key.slice(place.length) : key;
  const branch = BRANCH.exec(named)?.[0] ?? "";
  const { brand, trade } = brandAndTrade(branch && branch.length < named.length ? named.slice(0, -branch.length) : named);
  return { key, place: named === key ? "" : (place?.short ?? ""), brand, trade, branch, sound: namePinyin(brand).full, tokens: null };
}

function compare(a: Company, b: Company): Compared | null {
  if (a.key === b.key) return whole(a.brand, b.brand, 1, "equal");
  if (a.tokens && b.tokens) return compareWestern(a, b, a.tokens, b.tokens);
  // The English name of a Chinese company need not sound like it: only agreement is evidence.
  if (a.tokens || b.tokens) return (a.tokens ?? b.tokens)?.some((word) => word.length >= 4 && (word === a.sound || word === b.sound)) ? whole(a.sound, b.sound, 0.8, "sounds") : null;
  return compareChinese(a, b);
}

function compareChinese(a: Company, b: Company): Compared {
  const told = (similarity: number, how: Compared["how"]) => whole(a.brand, b.brand, similarity, how);
  if (a.branch !== b.branch && a.branch !== "" && b.branch !== "") return told(0.3, "part");
  const brand = brandAlike(a, b);
  if (brand === 0) {
    if (a.key.length >= 4 && [...a.key].sort().join("") === [...b.key].sort().join("")) return told(0.9, "swapped");
    return told(shortFor(a, b) || shortFor(b, a) ? 0.75 : 0, "part");
  }
  const similarity = brand * tradeAlike(a.trade, b.trade) * (a.place === b.place ? 1 : a.place === "" || b.place === "" ? 0.95 : 0.45) * (a.branch === b.branch ? 1 : 0.7);
  return told(similarity, brand === 1 ? "part" : brand >= 0.9 ? "sounds" : "typo");
}

function brandAlike(a: Company, b: Company): number {
  if (a.brand === b.brand) return 1;
  if (a.sound === b.sound) return 0.9;
  // With two or three signs another sign is another brand.
  return Math.min(a.brand.length, b.brand.length) >= 4 && oneEdit(a.brand, b.brand) ? 0.8 : 0;
}

function tradeAlike(a: string, b: string): number {
  if (a === b) return 1;
  if (a === "" || b === "") return 0.9;
  return a.includes(b) || b.includes(a) ? 0.93 : 0.5;
}

/** 中石化 for 中国石油化工: the signs of the short name in their order, beginning alike, in a name at least twice as long. */
function shortFor(short: Company, long: Company): boolean {
  if (short.place !== "" || short.brand.length < 2 || long.key.length < short.brand.length * 2 || long.key[0] !== short.brand[0]) return false;
  let at = -1;
  for (const sign of short.brand) {
    at = long.key.indexOf(sign, at + 1);
    if (at < 0) return false;
  }
  return short.trade === "" && short.brand.length >= 3;
}

function compareWestern(a: Company, b: Company, ours: string[], theirs: string[]): Compared {
  const told = (similarity: number, how: Compared["how"]) => whole(a.key, b.key, similarity < FLOOR ? 0 : similarity, how);
  if (ours.join("") === theirs.join("")) return told(1, "equal");
  if ([...ours].sort().join(" ") === [...theirs].sort().join(" ")) return told(0.97, "swapped");
  const acronym = (short: string[], long: string[]) => short.length === 1 && long.length >= 3 && short[0] === long.map((word) => word[0]).join("");
  if (acronym(ours, theirs) || acronym(theirs, ours)) return told(0.8, "part");
  const [few, many] = ours.length <= theirs.length ? [ours, theirs] : [theirs, ours];
  const matched = align(few, many, alike);
  const length = (list: string[]) => list.reduce((sum, word) => sum + word.length, 0);
  const share = matched.reduce((sum, { i, similarity }) => sum + (similarity >= 0.75 ? similarity * (few[i] as string).length : 0), 0);
  const similarity = Math.max((2 * share) / (length(few) + length(many)), alike(a.key, b.key));
  return told(similarity, similarity > 0.85 ? "typo" : "similar");
}

/**
 * Names of companies: legal form, brackets and place apart; brand and trade weighed by themselves (天海机械 is not 天海贸易, and 天海 not 天源);
 * abbreviations (中石化, IBM), words in another order, slips. A branch is a company of its own.
 */
export const companyComparer: Comparer<Company> = {
  prepare,
  compare,
  pieces: ({ brand }) => [brand],
  // Brands of two signs are shared by hundreds in a large base; with the first sign of the trade by few.
  anchors: ({ sound, trade, tokens }) => [tokens?.[0] ?? sound + (trade[0] ?? "")],
  m: 0.9,
  floor: FLOOR,
};
