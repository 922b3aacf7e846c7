import { leadingPlace } from "../normalise/region.ts";
import { align } from "./align.ts";
import type { Compared, Comparer, Part } from "./compared.ts";
import { alike, edits, words } from "./strings.ts";

interface Address {
  /** House, room and unit numbers. */
  numbers: string[];
  /** District, road, building, or street and locality: what is compared by its letters. */
  places: string[];
}

const FLOOR = 0.6;
const LONGEST = 200;
const HAN = /\p{Script=Han}/u;
const TYPES: Record<string, string> = {
  st: "street", str: "street", rd: "road", ave: "avenue", av: "avenue", blvd: "boulevard", dr: "drive", ln: "lane", pl: "place", ct: "court", crt: "court", cres: "crescent", cct: "circuit", hwy: "highway", pde: "parade", tce: "terrace", sq: "square", apt: "apartment", ste: "suite", fl: "floor", bldg: "building",
};
const STREET = new Set("street road avenue boulevard drive lane place court crescent circuit highway parade terrace square close way grove mews cove rise loop walk".split(" "));
/** 区县 · 街道镇乡 · 路街巷 · 园区大厦, each with what names it. */
const LEVEL = /[\p{Script=Han}A-Za-z0-9]{1,10}?(?:自治县|新区|开发区|街道|社区|大道|胡同|大厦|广场|中心|公寓|花园|小区|园区|科技园|工业园|产业园|区|县|旗|镇|乡|村|路|街|道|巷|里|弄|园|苑|楼|座)/gu;

function prepare(value: unknown): Address | null {
  if (typeof value !== "string") return null;
  const text = value.slice(0, LONGEST).normalize("NFKC").toLowerCase();
  const address = HAN.test(text) ? chinese(text) : western(text);
  return address.numbers.length + address.places.length === 0 ? null : address;
}

function chinese(text: string): Address {
  let rest = text.replace(/[^\p{L}\p{N}-]+/gu, "");
  // Province and city have fields of their own.
  for (let place = leadingPlace(rest); place && place.length < rest.length; place = leadingPlace(rest)) rest = rest.slice(place.length).replace(/^[省市]/, "");
  const numbers = rest.match(/\d+(?:-\d+)*/g) ?? [];
  const places = [...(rest.replace(/\d+(?:-\d+)*(?:号楼?|栋|幢|座|室|层|楼|单元|房|弄)?/g, " ").match(/\S+/g) ?? [])].flatMap((part) => {
    const levels = part.match(LEVEL) ?? [];
    const left = part.slice(levels.join("").length);
    return left.length > 1 ? [...levels, left] : levels;
  });
  return { numbers, places };
}

function western(text: string): Address {
  const numbers: string[] = [];
  const places: string[] = [];
  for (const segment of text.split(/[,;\n]/)) {
    let street: string[] = [];
    const close = () => {
      if (street.length > 0) places.push(street.join(""));
      street = [];
    };
    for (const word of words(segment).map((each) => TYPES[each] ?? each)) {
      if (/\d/.test(word)) numbers.push(word);
      else if (street.push(word) > 1 && STREET.has(word)) close();
    }
    close();
  }
  return { numbers, places };
}

const placeAlike = (a: string, b: string): number => {
  const found = alike(a, b);
  return found < FLOOR ? 0 : found;
};
const numberAlike = (a: string, b: string): number => (a === b ? 1 : a.length > 1 && b.length > 1 && edits(a, b, 1) === 1 ? 0.7 : 0);

function compare(a: Address, b: Address): Compared | null {
  const parts: Part[] = [];
  let total = 0;
  let weights = 0;
  const add = (x: readonly string[], y: readonly string[], how: (p: string, q: string) => number, weight: number, mark: string): void => {
    for (const { i, j, similarity } of align(x, y, how)) {
      parts.push({ a: mark + (x[i] as string), b: mark + (y[j] as string), similarity });
      total += similarity * weight;
      weights += weight;
    }
  };
  add(a.places, b.places, placeAlike, 1, "");
  add(a.numbers, b.numbers, numberAlike, 0.5, "#");
  if (parts.length === 0) return null;
  const similarity = total / weights;
  return { similarity, how: similarity === 1 ? "equal" : similarity === 0 ? "differs" : parts.some((p) => p.similarity === 0) ? "part" : "typo", parts };
}

/**
 * Addresses: in China district, road, building and numbers by their endings, province and city left to their fields; in the West
 * street types spelled out, streets, localities and numbers in any order. Slips in each; what one side leaves out is no evidence.
 */
export const addressComparer: Comparer<Address> = {
  prepare,
  compare,
  pieces: ({ numbers, places }) => [...places, ...numbers.map((number) => `#${number}`)],
  anchors: ({ places }) => places.slice(0, 2).map((place) => place.slice(0, 5)),
  m: 0.85,
  floor: FLOOR,
};
