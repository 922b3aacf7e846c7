import { nameKey, namePinyin, splitChineseName } from "../normalise/name.ts";
import { align } from "./align.ts";
import { type Compared, type Comparer, type How, whole } from "./compared.ts";
import { nicknames } from "./nicknames.ts";
import { alike, words } from "./strings.ts";

type Name = Chinese | Latin;

interface Chinese {
  chinese: true;
  /** Null for 阿强. */
  surname: string | null;
  /** Null for 刘总 and 小刘. */
  given: string | null;
  /** Surname and given name as they sound; "" where there is none. */
  sounds: [string, string];
}

interface Latin {
  chinese: false;
  tokens: string[];
  squeezed: string;
}

/** 小王, 老张 call somebody by the surname, 阿强 by the last sign of the given name. */
const FAMILIAR = /^(小|老|阿)(\p{Script=Han})$/u;

function prepare(value: unknown): Name | null {
  if (typeof value !== "string") return null;
  const { key, partial } = nameKey(value);
  if (key === null) return null;
  if (!/\p{Script=Han}/u.test(key)) {
    const tokens = words(key);
    return tokens.length === 0 ? null : { chinese: false, tokens, squeezed: tokens.join("") };
  }
  const familiar = FAMILIAR.exec(key);
  const { surname, given } = familiar ? (familiar[1] === "阿" ? { surname: null, given: familiar[2] as string } : { surname: familiar[2] as string, given: null }) : partial ? { surname: key, given: null } : splitChineseName(key);
  // The surname sounds as a surname even when it stands alone.
  return { chinese: true, surname, given, sounds: [surname === null ? "" : namePinyin(surname).full, given === null ? "" : namePinyin(`王${given}`).full.slice(4)] };
}

function compare(a: Name, b: Name): Compared | null {
  if (a.chinese && b.chinese) return compareChinese(a, b);
  if (!a.chinese && !b.chinese) return compareLatin(a, b);
  return a.chinese ? compareScripts(a, b as Latin) : compareScripts(b as Chinese, a as Latin);
}

function compareChinese(a: Chinese, b: Chinese): Compared | null {
  const partial = a.surname === null || b.surname === null || a.given === null || b.given === null;
  if (partial) return comparePartly(a, b);
  const [first, second] = [`${a.surname}${a.given}`, `${b.surname}${b.given}`];
  if (first === second) return told(a, b, 1, 1, "equal");
  if (a.sounds[0] === b.sounds[0] && a.sounds[1] === b.sounds[1]) return told(a, b, a.surname === b.surname ? 1 : 0.9, a.given === b.given ? 1 : 0.9, "sounds");
  if (first.length === second.length && `${b.given}${b.surname}` === first) return { similarity: 0.92, how: "swapped", parts: [{ a: a.sounds[0], b: a.sounds[0], similarity: 0.9 }, { a: a.sounds[1], b: a.sounds[1], similarity: 0.9 }] };
  const surname = a.surname === b.surname ? 1 : a.sounds[0] === b.sounds[0] ? 0.9 : 0;
  return told(a, b, surname, givenAlike(a.given as string, b.given as string, a.sounds[1], b.sounds[1]), "typo");
}

function told(a: Chinese, b: Chinese, surname: number, given: number, how: How): Compared {
  const similarity = 0.35 * surname + 0.65 * given;
  return { similarity: how === "typo" && given === 0 ? Math.min(similarity, 0.3) : similarity, how: similarity === 0 || given === 0 ? "differs" : how, parts: [{ a: a.sounds[0], b: b.sounds[0], similarity: surname }, { a: a.sounds[1], b: b.sounds[1], similarity: given }] };
}

/** One wrong sign of two, or one left out; in a given name of one sign a wrong one makes another name, unless it sounds nearly so. */
function givenAlike(a: string, b: string, soundA: string, soundB: string): number {
  if (a === b) return 1;
  if (soundA === soundB) return 0.9;
  if (a.length === 2 && b.length === 2 && (a[0] === b[0] || a[1] === b[1])) return alike(soundA, soundB) >= 0.75 ? 0.65 : 0.6;
  if (a.length !== b.length && (a.includes(b) || b.includes(a))) return 0.65;
  return a.length === 1 && b.length === 1 && alike(soundA, soundB) >= 0.75 ? 0.5 : 0;
}

/** 刘总 and 刘德华 agree in all that both say; 阿强 and 李志强 too. */
function comparePartly(a: Chinese, b: Chinese): Compared | null {
  const parts: Compared["parts"][number][] = [];
  if (a.surname !== null && b.surname !== null) parts.push({ a: a.sounds[0], b: b.sounds[0], similarity: a.sounds[0] === b.sounds[0] ? 1 : 0 });
  else if (a.given !== null && b.given !== null) {
    const [short, long] = a.given.length < b.given.length ? [a, b] : [b, a];
    parts.push({ a: short.sounds[1], b: short.sounds[1], similarity: long.given?.endsWith(short.given as string) ? 0.8 : 0 });
  }
  const [only] = parts;
  return only ? { similarity: only.similarity * 0.6, how: only.similarity > 0 ? "part" : "differs", parts } : null;
}

/** 张伟 as "Zhang Wei", "Wei Zhang" or "zhangwei". */
function compareScripts(chinese: Chinese, latin: Latin): Compared | null {
  const [surname, given] = chinese.sounds;
  if (surname === "" || given === "") return null;
  const parts = (similarity: number) => [{ a: surname, b: surname, similarity }, { a: given, b: given, similarity }];
  if (latin.squeezed === surname + given) return { similarity: 0.95, how: "sounds", parts: parts(0.9) };
  if (latin.squeezed === given + surname) return { similarity: 0.93, how: "sounds", parts: parts(0.9) };
  if (latin.tokens.includes(surname)) return { similarity: 0.4, how: "part", parts: [{ a: surname, b: surname, similarity: 0.9 }] };
  // An English given name says nothing about a Chinese one.
  return latin.tokens.length === 1 ? null : whole(surname, latin.squeezed, 0, "differs");
}

function tokenAlike(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 0.75 : 0;
  if (nicknames(a, b)) return 0.9;
  return alike(a, b);
}

function compareLatin(a: Latin, b: Latin): Compared {
  if (a.squeezed === b.squeezed) return { similarity: 1, how: "equal", parts: (a.tokens.length <= b.tokens.length ? a : b).tokens.map((token) => ({ a: token, b: token, similarity: 1 })) };
  const pairs = align(a.tokens, b.tokens, tokenAlike);
  const parts = pairs.map(({ i, j, similarity }) => ({ a: a.tokens[i] as string, b: b.tokens[j] as string, similarity: similarity < FLOOR ? 0 : similarity }));
  const total = parts.reduce((sum, part) => sum + part.similarity, 0) / pairs.length;
  // A slip of the space bar parts one name in two.
  const joined = a.tokens.length === b.tokens.length ? 0 : alike(a.squeezed, b.squeezed);
  if (joined > Math.max(total, 0.8)) {
    const fewer = a.tokens.length < b.tokens.length ? a : b;
    return { similarity: joined, how: "typo", parts: fewer.tokens.map((token) => ({ a: token, b: token, similarity: joined })) };
  }
  const swapped = pairs.length > 1 && pairs.every(({ i, j, similarity }) => i !== j && similarity > 0.8);
  const nick = pairs.some(({ i, j }) => a.tokens[i] !== b.tokens[j] && nicknames(a.tokens[i] as string, b.tokens[j] as string));
  return { similarity: swapped ? total * 0.97 : total, how: total === 0 ? "differs" : swapped ? "swapped" : nick ? "nickname" : total > 0.8 ? "typo" : "part", parts };
}

const FLOOR = 0.6;

/**
 * Names of people: titles gone, by their signs and by their sound, given and family name in either order, English nicknames,
 * 小王 and 阿强, initials, one wrong sign or letter. Surname and given name are evidence of their own: a rare surname says more.
 */
export const nameComparer: Comparer<Name> = {
  prepare,
  compare,
  pieces: (name) => (name.chinese ? name.sounds.filter((sound) => sound !== "") : name.tokens),
  anchors: (name) => (name.chinese ? name.sounds.filter((sound) => sound !== "") : name.tokens.filter((token) => token.length > 1).map((token) => token.slice(0, 3))),
  m: 0.95,
  floor: FLOOR,
};
