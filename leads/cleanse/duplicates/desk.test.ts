import { expect, test } from "vitest";
import type { FieldDef, Row } from "../../../core/language/types.ts";
import { leadObject } from "../../lead.object.ts";
import { Frequencies } from "../compare/frequencies.ts";
import { comparesOf } from "../compare/fuzzy.ts";
import { keyColumns } from "../lead_keys.ts";
import { normaliseLead } from "../normalise/lead.ts";
import { DEFAULT_MATCH_POLICY } from "../policy.ts";
import { compileDesk } from "./desk.ts";
import { clustersOf } from "./group.ts";

/** Mulberry32: the same people for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁郑罗宋谢唐韩曹许邓萧"];
const GIVEN = [..."伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建华玉林波斌宇浩凯鑫晨晓雨欣"];
const CITIES = ["深圳", "上海", "杭州", "成都", "武汉", "西安", "青岛", "厦门"];
const BRANDS = [..."天海东方联信创新科智云数博雅恒盛鼎瑞泰安康明德嘉禾远航星辰"];
const TRADES = ["机械", "软件", "贸易", "物流", "食品", "建材", "新能源"];
const own: FieldDef[] = [{ key: "birthday", type: "date", label: { zh: "生日", en: "Birthday" } }];
const fields = new Map<string, FieldDef>([{ key: "id", type: "text", label: { zh: "", en: "" } } as FieldDef, { key: "created_at", type: "datetime", label: { zh: "", en: "" } } as FieldDef, ...leadObject.fields, ...own].map((field) => [field.key, field]));

/** Two thousand people, one in six of them twice, the second time written otherwise. */
function made(seed: number): { rows: Row[]; truth: number[] } {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const slip = (text: string): string => {
    const at = 1 + Math.floor(next() * (text.length - 2));
    return next() < 0.5 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2);
  };
  const typed: Row[] = [];
  const truth: number[] = [];
  for (let i = 0; i < 2_000; i++) {
    const [city, brand, trade] = [pick(CITIES), pick(BRANDS) + pick(BRANDS) + pick(BRANDS), pick(TRADES)];
    const person: Row = {
      name: pick(SURNAMES) + pick(GIVEN) + (next() < 0.7 ? pick(GIVEN) : ""), phone: `13${Math.floor(1e8 + next() * 9e8)}`, email: next() < 0.6 ? `${pick(["li", "wang", "sales", "hello"])}.k${Math.floor(next() * 1e6)}@${pick(["qq.com", "163.com"])}` : null,
      company: `${city}${brand}${trade}有限公司`, city, address: `${pick(["科技", "人民", "中山", "建设", "解放"])}路${Math.floor(next() * 400) + 1}号`, birthday: `19${60 + Math.floor(next() * 39)}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`,
    };
    typed.push(person);
    truth.push(i);
    if (next() > 1 / 6) continue;
    const again = { ...person };
    again.company = pick([`${brand}${trade}（${city}）有限责任公司`, `${brand}${trade}`, null]);
    const wrong = next();
    if (wrong < 0.3) again.phone = slip(String(person.phone));
    else if (wrong < 0.6) again.phone = null;
    if (next() < 0.3) again.email = null;
    if (next() < 0.2) again.name = `${String(person.name)[0]}${pick(["先生", "女士", "总"])}`;
    if (next() < 0.2) again.birthday = null;
    typed.push(again);
    truth.push(i);
  }
  const rows = typed.map((row, i): Row => {
    const normal = normaliseLead(row, { country: "CN" });
    return { ...normal.row, ...keyColumns(normal.keys), id: String(i), created_at: "2026-03-02T01:00:00.000Z" };
  });
  return { rows, truth };
}

test("the shipped policy finds who was written otherwise and takes nobody for another", () => {
  const { rows, truth } = made(7);
  const frequencies = new Frequencies();
  frequencies.size = rows.length;
  for (const { field, comparer } of DEFAULT_MATCH_POLICY.rules.flatMap((rule) => comparesOf(rule, fields))) {
    for (const row of rows) {
      const prepared = row[field.key] == null ? null : comparer.prepare(row[field.key]);
      if (prepared !== null) frequencies.count(field.key, comparer.pieces(prepared));
    }
  }
  const desk = compileDesk(DEFAULT_MATCH_POLICY, fields, frequencies);
  const ready = rows.map(desk.ready);
  const blocks = new Map<number, number[]>();
  ready.forEach((lead, i) => { for (const key of desk.keys(lead)) blocks.set(key, [...(blocks.get(key) ?? []), i]); });
  const pairs = new Set<string>();
  for (const block of blocks.values()) for (const a of block) for (const b of block) if (a < b && block.length <= 40) pairs.add(`${a} ${b}`);
  const found = [...pairs].flatMap((pair) => {
    const [a = 0, b = 0] = pair.split(" ").map(Number);
    const likely = desk.compare(ready[a] as (typeof ready)[number], ready[b] as (typeof ready)[number]);
    return likely ? [{ left_id: String(a), right_id: String(b), score: likely.score }] : [];
  });
  const clusters = clustersOf(found, []);
  const told = clusters.reduce((sum, { members }) => sum + (members.length * (members.length - 1)) / 2, 0);
  const right = clusters.reduce((sum, { members }) => sum + members.reduce((n, a, i) => n + members.slice(i + 1).filter((b) => truth[Number(a)] === truth[Number(b)]).length, 0), 0);
  const actual = rows.length - 2_000;
  expect(pairs.size).toBeLessThan((rows.length * (rows.length - 1)) / 2 / 50);
  expect(right / told).toBeGreaterThanOrEqual(0.99);
  expect(right / actual).toBeGreaterThanOrEqual(0.95);
});

test("clusters grow strongest first, stay small, and never bring together whom a person told apart", () => {
  const link = (left_id: string, right_id: string, score: number) => ({ left_id, right_id, score });
  const [only] = clustersOf([link("a", "b", 0.99), link("b", "c", 0.97)], [{ left_id: "a", right_id: "c" }]);
  expect(only?.members.sort()).toEqual(["a", "b"]);
  const chain = Array.from({ length: 80 }, (_, i) => link(`l${String(i).padStart(2, "0")}`, `l${String(i + 1).padStart(2, "0")}`, 0.96));
  expect(Math.max(...clustersOf(chain, []).map((cluster) => cluster.members.length))).toBeLessThanOrEqual(50);
});
