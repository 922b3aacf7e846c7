import type { Compare, Prepared } from "../compare/fuzzy.ts";

/** A key under which records meet that may be the same: a whole number below 2^53. */
export type BlockKey = number;

/** FNV-1a in two halves (G. Fowler, L. C. Noll, K.-P. Vo), cut to the whole numbers that JavaScript holds exactly. */
export function blockKey(text: string): BlockKey {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) + low;
  }
  return ((high >>> 0) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}

/** A key that more records share says nothing by itself: what makes them rare is in another key. */
export const MOST_PER_KEY = 40;

/** Most keys a record is filed under: more adds cost, not finds. */
const MOST = 32;

interface Pieces {
  names: string[];
  tokens: string[];
  strong: string[];
  /** Halves of a number, a brand: with a piece of the name they are rare. */
  pinned: string[];
  dates: string[];
  streets: string[];
  places: string[];
  /** A sound of a Chinese name is too common to meet by in a city. */
  chinese: boolean;
}

/**
 * The keys of a record: strong values by themselves (number, address, code); pieces of the name with what else is known (brand,
 * halves of the number, a date, a street, a place); and dates and streets with places, for when the name is wrong. A slip in one value
 * leaves the keys of the others.
 */
export function blockKeys(compares: readonly Compare[], prepared: Prepared): BlockKey[] {
  const { names, tokens, strong, pinned, dates, streets, places, chinese } = piecesOf(compares, prepared);
  const found = new Set<string>(strong);
  const meet = (some: readonly string[], others: readonly string[]): void => {
    for (const one of some) for (const other of others) found.add(`${one}|${other}`);
  };
  meet(names, places);
  meet(tokens, [...dates, ...pinned, ...streets]);
  if (!chinese) meet(tokens, places);
  meet(dates, [...streets, ...places]);
  meet(streets, places);
  if (streets.length > 1) found.add(streets.join("|"));
  // Alone these are common; they are met by only where there is nothing to meet them with.
  if (tokens.length === 0) for (const one of [...pinned, ...dates, ...streets]) found.add(one);
  if (found.size === 0) for (const name of names) found.add(name);
  return [...found].slice(0, MOST).map(blockKey);
}

function piecesOf(compares: readonly Compare[], prepared: Prepared): Pieces {
  const all: Pieces = { names: [], tokens: [], strong: [], pinned: [], dates: [], streets: [], places: [], chinese: false };
  for (let i = 0; i < compares.length; i++) {
    const { field, kind, comparer, about } = compares[i] as Compare;
    const value = prepared[i];
    if (value === null) continue;
    const anchors = comparer.anchors(value);
    const here = anchors.map((anchor) => `${field.key}:${anchor}`);
    if (kind === "name") {
      all.names.push([...comparer.pieces(value)].sort().join(" "));
      all.tokens.push(...anchors);
      all.chinese ||= (value as { chinese?: boolean }).chinese === true;
    } else if (kind === "phone") {
      all.strong.push(`${field.key}:${comparer.pieces(value)[0]}`);
      all.pinned.push(...here);
    } else if (kind === "date") all.dates.push(...here);
    else if (kind === "company") all.pinned.push(...here);
    else if (kind === "address") all.streets.push(...here, ...comparer.pieces(value).filter((piece) => piece.startsWith("#")).slice(0, 1));
    else if (about === "place") {
      // Whoever meets in a city meets in its province.
      if (field.key !== "province" || all.places.length === 0) all.places.push(...here);
    }
    else all.strong.push(...here);
  }
  return all;
}
