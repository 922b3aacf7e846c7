import { z } from "zod";
import type { FieldProblem, Text } from "./refusal.ts";

type Issue = z.core.$ZodIssue;

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;

/** What a rule of our own says when it is broken, for `refine` and `addIssue`: zod's locales know only its own rules. */
export function inWords(zh: string, en: string): { message: string; params: { text: Text } } {
  return { message: en, params: { text: { zh, en } } };
}

/** Every field that a failed schema check is about, in both languages; paths as "rules[0].name", below `under` if given. */
export function fieldProblems(error: z.ZodError, under = ""): FieldProblem[] {
  return error.issues.flatMap((issue) => problemsOf(issue, issue.path.reduce<string>(pathBelow, under)));
}

function problemsOf(issue: Issue, at: string): FieldProblem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path: pathBelow(at, key), message: { zh: `不认识的字段「${key}」`, en: `Unknown field “${key}”` } }));
  const branch = issue.code === "invalid_union" ? meant(issue.errors) : null;
  if (branch) return branch.flatMap((inner) => problemsOf(inner, inner.path.reduce<string>(pathBelow, at)));
  const own = issue.code === "custom" ? (issue.params?.text as Text | undefined) : undefined;
  return [{ path: at, message: own ?? { zh: said(zh(issue as never)) || issue.message, en: said(en(issue as never)) || issue.message } }];
}

/** Of the forms something may have, the one it comes nearest to: wrong deepest inside; null when none is near. */
function meant(branches: Issue[][]): Issue[] | null {
  const depth = (issues: Issue[]) => (issues.some((issue) => issue.code === "unrecognized_keys" && issue.path.length === 0) ? 0 : Math.max(0, ...issues.map((issue) => issue.path.length)));
  const [nearest] = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return nearest && depth(nearest) > 0 ? nearest : null;
}

const pathBelow = (at: string, key: PropertyKey): string => (typeof key === "number" ? `${at}[${key}]` : at === "" ? String(key) : `${at}.${String(key)}`);
const said = (message: ReturnType<typeof zh>): string => (typeof message === "string" ? message : (message?.message ?? ""));
