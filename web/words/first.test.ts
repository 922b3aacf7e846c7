import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import en from "./en/first.ts";
import first from "./zh-CN/first.ts";
import all from "./zh-CN/index.ts";

const WEB = resolve(import.meta.dirname, "..");
const words: Record<string, Record<string, string>> = all;

/** The namespaces a source takes words from: "nav:leads" whole, `nav:${…}` and `filter:op_${…}` by their beginning. */
function saidIn(source: string): string[] {
  return [...source.matchAll(/["'`]([a-z]+):([a-zA-Z0-9_]*)(\$\{)?/g)].flatMap(([, space = "", key = "", open]) => {
    const known = Object.keys(words[space] ?? {});
    return (open ? known.some((each) => each.startsWith(key)) : known.includes(key)) ? [space] : [];
  });
}

/** What a source brings with it: its imports, and what it fetches later without waiting for all words (pages always wait, in routes.tsx). */
function bringsFrom(path: string, source: string): string[] {
  const imports = [...source.matchAll(/^import (?!type )(?:[^;"]* from )?"(\.[^"]+\.tsx?)";/gm)];
  const later = path.endsWith("app/pages.tsx") ? [] : [...source.matchAll(/(?<!withAllWords\()import\("(\.[^"]+)"\)/g)];
  return [...imports, ...later].map(([, to = ""]) => join(dirname(path), to));
}

test("what comes before all words are there says none of the words that come later", () => {
  const seen = new Map<string, string[]>();
  const todo = [join(WEB, "app/main.tsx")];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    if (seen.has(path) || path.startsWith(join(WEB, "words"))) continue;
    const source = readFileSync(path, "utf8");
    seen.set(path, saidIn(source).filter((space) => !(space in first)));
    todo.push(...bringsFrom(path, source));
  }
  expect(seen.size).toBeGreaterThan(100);
  expect([...seen].filter(([, spaces]) => spaces.length > 0).map(([path, spaces]) => `${path.slice(WEB.length)}: ${[...new Set(spaces)].join()}`)).toEqual([]);
});

test("both languages start with the same words", () => {
  expect(Object.keys(en)).toEqual(Object.keys(first));
});
