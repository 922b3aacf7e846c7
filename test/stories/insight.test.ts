import { existsSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { aggregateRecords } from "../../core/records/ops/aggregate.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { insightAsk } from "../../insight/ops/ask.ts";
import { insightReportCsv } from "../../insight/ops/csv.ts";
import { listDashboards } from "../../insight/ops/dashboards.ts";
import { insightDrill } from "../../insight/ops/drill.ts";
import { insightReport } from "../../insight/ops/report.ts";
import { insightSummary } from "../../insight/ops/summary.ts";
import { REPORTS } from "../../insight/reports/all.ts";
import type { ReportAnswer, ReportNumber } from "../../insight/shapes.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { stopClocks } from "../../leads/sla/clocks.ts";
import { type World, world } from "../world.ts";

const PERIOD = { from: "2026-02-01", to: "2026-03-31" };
const SOURCES = ["抖音广告", "官网表单", "展会:上海", null];
const DAY = 86_400_000;

let w: World;
let admin: Actor;
let manager: Actor;
let rep: Actor;
let other: Actor;
let marketer: Actor;
let east: string;
let campaign: string;
let leads: string[];

type Cause = { kind: "hand" | "capture" | "timer"; event?: string };
const write = (actor: Actor | null, cause: Cause, work: (tx: ReturnType<World["system"]>) => Promise<unknown>) =>
  transaction({ ...(actor ? w.ctx(actor) : w.system()), cause }, work);
const change = (actor: Actor | null, cause: Cause, ids: string[], changes: Row) =>
  write(actor, cause, async (tx) => {
    for (const { refused } of await updateRows(tx, "lead", ids.map((id) => ({ id, changes })))) if (refused) throw refused;
  });
const report = (actor: Actor, key: string, input: Record<string, unknown> = PERIOD) => w.as(actor, insightReport, { report: key, ...input }) as Promise<ReportAnswer>;
const section = (answer: ReportAnswer, key: string) => answer.sections.find((s) => s.key === key)!;
const cell = (answer: ReportAnswer, of: string, row: string | null, column: string) => section(answer, of).rows.find((r) => r.key === row)?.cells[column]?.value;

/** How many records a click on a number opens. */
async function opened(actor: Actor, number: ReportNumber): Promise<number> {
  if (number.filter) return (await w.as(actor, queryRecords, { ...number.filter, limit: 1, count: true })).total as number;
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await w.as(actor, insightDrill, { ...number.ids_query!, limit: 7, cursor });
    for (const item of page.items) seen.add(item.id);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return seen.size;
}

/** Clicks on every number of every report; each opens as many records as it says. Returns how many were clicked. */
async function clickEverything(looks: [Actor, Record<string, unknown>][]): Promise<number> {
  let numbers = 0;
  for (const [actor, input] of looks) {
    for (const { key } of REPORTS) {
      const answer = await report(actor, key, input);
      for (const part of answer.sections) {
        for (const row of part.rows) {
          expect(Object.keys(row.cells).sort(), `${key}.${part.key}`).toEqual(expect.arrayContaining(part.columns.map((c) => c.key)));
          for (const { key: name, kind } of part.columns) {
            const number = row.cells[name] as ReportNumber;
            const where = `${actor.name} ${key}.${part.key}.${row.key}.${name}`;
            expect(Boolean(number.filter) !== Boolean(number.ids_query), where).toBe(true);
            if (part.rows.length > 40 && !number.value) continue;
            const records = await opened(actor, number);
            if (kind === "count") expect(records, where).toBe(number.value);
            else if (number.value) expect(records, where).toBeGreaterThan(0);
            if (name === "won_amount" && number.value) {
              const { rows } = await w.as(actor, aggregateRecords, { ...number.filter!, measures: [{ op: "sum", field: "amount" }] });
              expect(rows[0]!.measures[0], where).toBe(number.value);
            }
            numbers++;
          }
        }
      }
    }
  }
  return numbers;
}

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  east = await w.team("华东");
  await w.team("华东一组", "华东");
  manager = await w.person("主管", "manager", "华东");
  rep = await w.person("小王", "rep", "华东一组");
  other = await w.person("小李", "rep", "华北");
  marketer = await w.person("市场", "marketer");
  campaign = v7();
  await write(null, { kind: "hand" }, (tx) => createRows(tx, "campaign", [{ id: campaign, name: "春季投放", cost: 1_200 }]));
  const owners = [rep.id, other.id, null];
  const made = Array.from({ length: 48 }, (_, i): Row => {
    const created = new Date(Date.parse("2026-02-02T01:00:00Z") + i * 0.5 * DAY);
    const owner = owners[i % 3] ?? null;
    const responded = i % 5 !== 0 && owner ? new Date(created.getTime() + [3, 12, 29, 55, 200, 900, 5_000][i % 7]! * 60_000).toISOString() : null;
    return {
      id: v7(), name: `客户${i}`, phone: `+8613${String(900_000_000 + i * 7_919)}`, stage: "new", source: SOURCES[i % 4] ?? null, campaign_id: i % 6 === 0 ? campaign : null,
      created_at: created.toISOString(), owner_id: owner, first_response_at: responded, ...(owner ? { assigned_at: created.toISOString() } : {}),
    };
  });
  leads = made.map((row) => row.id as string);
  await write(null, { kind: "capture" }, async (tx) => {
    for (const { refused } of await createRows(tx, "lead", made)) if (refused) throw refused;
    await stopClocks(tx, made.filter((row) => row.first_response_at).map((row) => ({ lead_id: row.id as string, at: row.first_response_at as string })));
  });
  const of = (owner: string | null, from: number, to: number) => made.filter((row) => row.owner_id === owner).slice(from, to).map((row) => row.id as string);
  await change(null, { kind: "hand" }, [...of(rep.id, 0, 3), ...of(other.id, 0, 2)], { stage: "qualified" });
  await change(null, { kind: "hand" }, of(rep.id, 0, 2), { stage: "accepted" });
  await change(null, { kind: "hand" }, of(rep.id, 0, 1), { stage: "converted" });
  await change(null, { kind: "hand" }, of(other.id, 4, 6), { stage: "converted" });
  await change(null, { kind: "hand" }, of(rep.id, 6, 7), { stage: "disqualified", disqualify_reason: "no_need" });
  await change(null, { kind: "hand" }, of(other.id, 7, 9), { stage: "disqualified", disqualify_reason: "wrong_number" });
  await change(null, { kind: "hand" }, of(other.id, 9, 10), { duplicate_of: leads[0]! });
  // Back into the pool by hand and by rule, and out again to somebody else.
  w.at("2026-03-05T10:00:00+08:00");
  await change(null, { kind: "hand", event: "lead.release" }, of(other.id, 10, 11), { owner_id: null, pool_id: DEFAULT_POOL, stage: "new" });
  await change(null, { kind: "timer", event: "recycle" }, of(rep.id, 10, 13), { owner_id: null, pool_id: DEFAULT_POOL, stage: "new" });
  await change(null, { kind: "timer", event: "sla" }, of(rep.id, 13, 14), { owner_id: null, pool_id: DEFAULT_POOL, stage: "new" });
  w.at("2026-03-10T10:00:00+08:00");
  await change(other, { kind: "hand" }, of(rep.id, 10, 11), { owner_id: other.id });
  await change(rep, { kind: "hand" }, of(null, 0, 2), { owner_id: rep.id });
  await change(null, { kind: "hand" }, of(null, 2, 3), { owner_id: other.id });
  await write(null, { kind: "hand" }, async (tx) => {
    const won = (lead: string, owner: string, amount: number, stage = "won") => ({ name: "商机", lead_id: lead, owner_id: owner, amount, stage, closed_at: "2026-03-09T00:00:00.000Z", source: "抖音广告" });
    await createRows(tx, "opportunity", [won(of(rep.id, 0, 1)[0]!, rep.id!, 5_000), won(of(other.id, 4, 5)[0]!, other.id!, 700.5), won(of(other.id, 5, 6)[0]!, other.id!, 900, "lost")]);
    await createRows(tx, "activity", leads.slice(0, 9).map((lead_id, i) => ({ kind: ["call", "visit", "wechat"][i % 3]!, happened_at: "2026-03-04T02:00:00.000Z", lead_id, owner_id: i % 2 ? rep.id : other.id, summary: "聊" })));
    const arrivals = [...leads, ...leads.slice(0, 5)].map((lead, i) => ({ id: v7(), lead, at: made[i % 48]!.created_at }));
    await sql`
      insert into clew.arrival (id, channel, received_at, payload, outcome, object, record_id)
      select id, 'form', at, '{}', 'created', 'lead', lead from json_to_recordset(${JSON.stringify(arrivals)}::json) as x(id uuid, lead uuid, at timestamptz)`.execute(tx.db);
  });
  w.at("2026-03-12T10:00:00+08:00");
});
afterAll(() => w.close());

describe("insight", () => {
  it("every number of every report opens exactly its records, whoever looks", async () => {
    const looks: [Actor, Record<string, unknown>][] = [
      [admin, PERIOD], [admin, { ...PERIOD, source: "展会:上海", bucket: "week" }], [admin, { ...PERIOD, team_id: east, campaign_id: campaign }],
      [manager, PERIOD], [rep, PERIOD], [other, { from: "2026-02-10", to: "2026-02-20" }], [marketer, PERIOD],
    ];
    expect(await clickEverything(looks)).toBeGreaterThan(1_000);
  }, 240_000);

  it("a pool that hides a field before the claim hides its leads from the numbers that tell it, and only from those", async () => {
    const hide = (hidden_fields: string[]) => write(null, { kind: "hand" }, (tx) => updateRows(tx, "pool", [{ id: DEFAULT_POOL, changes: { hidden_fields } }]));
    await hide(["source", "qualified_at"]);
    try {
      const steps = await report(rep, "funnel");
      expect(cell(steps, "steps", "new", "leads")).toBeGreaterThan(cell(steps, "steps", "assigned", "leads")! + 10);
      expect(section(await report(rep, "source_quality"), "sources").rows.reduce((n, r) => n + r.cells.leads!.value!, 0)).toBeLessThan(cell(steps, "steps", "new", "leads")! - 10);
      expect(await clickEverything([[rep, PERIOD], [manager, PERIOD]])).toBeGreaterThan(200);
    } finally {
      await hide([]);
    }
  }, 120_000);

  it("the funnel never widens, and says why leads were lost", async () => {
    const answer = await report(admin, "funnel");
    const steps = section(answer, "steps").rows.map((r) => r.cells.leads!.value as number);
    expect(steps[0]).toBe(48);
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(steps.slice(-3)).toEqual([7, 4, 3]);
    expect(cell(answer, "lost", "no_need", "leads")).toBe(1);
    expect(cell(answer, "lost", "wrong_number", "leads")).toBe(2);
    expect(section(answer, "trend").rows.reduce((n, r) => n + (r.cells.new!.value ?? 0), 0)).toBe(48);
  });

  it("a source shows its arrivals, what they became, what they cost and what they brought", async () => {
    const answer = await report(marketer, "source_quality");
    const total = (column: string) => section(answer, "sources").rows.reduce((n, r) => n + (r.cells[column]!.value ?? 0), 0);
    expect([total("arrivals"), total("leads"), total("valid"), total("converted"), total("won_amount")]).toEqual([53, 48, 44, 3, 5_700.5]);
    // Eight leads of the campaign, 1,200 for all: four from each of two sources.
    expect(total("cost")).toBeCloseTo(1_200, 6);
    expect(cell(answer, "sources", "抖音广告", "cost")).toBeCloseTo(600, 6);
  });

  it("what a rep did stays theirs: claims and take-backs count although somebody else holds the lead now", async () => {
    const mine = await report(rep, "rep_performance");
    expect(section(mine, "people").rows.map((r) => r.key)).toEqual([rep.id]);
    const numbers = (column: string) => cell(mine, "people", rep.id, column);
    expect([numbers("claimed"), numbers("recycled"), numbers("converted"), numbers("won_amount")]).toEqual([2, 4, 1, 5_000]);
    const number = section(mine, "people").rows[0]!.cells.recycled!;
    const { items } = await w.as(rep, insightDrill, number.ids_query!);
    expect(items.filter((i) => i.lead === null)).toHaveLength(1);
    expect(section(await report(admin, "rep_performance"), "people").rows.map((r) => r.key).sort()).toEqual([rep.id, other.id].sort());
    expect(section(await report(manager, "rep_performance"), "people").rows.map((r) => r.key)).toEqual([rep.id]);
  });

  it("the pool shows what went in, by how, and what went out", async () => {
    const answer = await report(admin, "pool_movement", { from: "2026-03-01", to: "2026-03-12" });
    const day = (key: string) => section(answer, "movement").columns.map((c) => cell(answer, "movement", key, c.key));
    expect(day("2026-03-05")).toEqual([0, 1, 3, 1, 0, 0]);
    expect(day("2026-03-10")).toEqual([0, 0, 0, 0, 3, 1]);
    expect(cell(answer, "now", null, "in_pool")).toBe(17);
    expect(cell(answer, "times_recycled", "1", "leads")).toBe(3);
  });

  it("response times fall into their ranges and every lead is in one", async () => {
    const answer = await report(admin, "response_time");
    expect(section(answer, "ranges").rows.reduce((n, r) => n + (r.cells.leads!.value ?? 0), 0)).toBe(47);
    expect(cell(answer, "whole", null, "leads")).toBe(47);
    const clocks = ["sla_met", "sla_missed", "sla_running"].map((c) => cell(answer, "whole", null, c) ?? 0);
    const hours = section(answer, "hours").rows.flatMap((r) => Object.values(r.cells)).reduce((n, c) => n + (c.value ?? 0), 0);
    expect(clocks[0]).toBeGreaterThan(0);
    expect(hours).toBe(clocks.reduce((a, b) => a + b));
  });

  it("hidden fields refuse, hidden amounts are left out, and nobody without the right learns anything", async () => {
    const grants = (fields: Record<string, Record<string, "hidden">>) => ({ ...manager, grants: { ...manager.grants, fields } }) as Actor;
    await expect(report(grants({ lead: { source: "hidden" } }), "source_quality")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(report(grants({ lead: { first_response_at: "hidden" } }), "response_time")).rejects.toMatchObject({ code: "invalid_input" });
    const columns = section(await report(grants({ opportunity: { amount: "hidden" }, campaign: { cost: "hidden" } }), "source_quality"), "sources").columns.map((c) => c.key);
    expect(columns).not.toContain("won_amount");
    expect(columns).not.toContain("cost");
    const nobody = { ...rep, grants: { verbs: { insight: ["read"] }, scope: {}, fields: {} } } as Actor;
    await expect(report(nobody, "funnel")).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(nobody, insightAsk, { object: "lead" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(report(admin, "nothing")).rejects.toMatchObject({ code: "no_such_report" });
    const drill = (of: string) => w.as(admin, insightDrill, { report: "rep_performance", cell: of });
    for (const bad of ["x", "stay:held", "held:held"]) await expect(drill(bad)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await drill("stay:claimed:not-a-person'")).toMatchObject({ items: [], next_cursor: null });
  });

  it("the numbers on top stand beside those of the equal period before, and open their records", async () => {
    const { items, previous_period } = await w.as(admin, insightSummary, { from: "2026-02-15", to: "2026-02-28" });
    expect(previous_period).toEqual({ from: "2026-02-01", to: "2026-02-14" });
    const of = (key: string) => items.find((i) => i.key === key)!;
    expect([of("new_leads").value, of("new_leads").previous?.value]).toEqual([22, 26]);
    expect(of("new_leads").change).toBeCloseTo(22 / 26 - 1, 9);
    for (const key of ["new_leads", "to_respond", "overdue", "in_pool"]) expect(await opened(admin, of(key)), key).toBe(of(key).value);
    expect(of("to_respond").value).toBeGreaterThan(0);
    expect(await opened(admin, of("new_leads").previous!)).toBe(26);
    const march = await w.as(admin, insightSummary, { from: "2026-03-01", to: "2026-03-12" });
    expect(march.items.find((i) => i.key === "won_amount")?.value).toBe(5_700.5);
  });

  it("a question of one's own is a series without gaps beside the period before, each row with its records", async () => {
    const { rows, columns } = await w.as(admin, insightAsk, {
      object: "lead", measures: [{ op: "count" }, { op: "avg", field: "score" }], time: { field: "created_at", from: "2026-02-16", to: "2026-03-08", bucket: "week" }, compare: true,
    });
    expect(columns.map((c) => c.key)).toEqual(["g0", "m0", "m1"]);
    expect(rows.map((r) => [r.groups[0], r.measures[0], r.previous?.measures[0]])).toEqual([["2026-02-16", 14, 0], ["2026-02-23", 6, 14], ["2026-03-02", 0, 14]]);
    for (const row of rows) {
      expect(await opened(admin, { value: 0, filter: { object: "lead", filter: row.filter } })).toBe(row.measures[0]);
      expect(await opened(admin, { value: 0, filter: { object: "lead", filter: row.previous!.filter } })).toBe(row.previous!.measures[0]);
    }
    const byOwner = await w.as(manager, insightAsk, { object: "lead", filter: { field: "owner_id", op: "not_empty" }, group_by: [{ field: "owner_id" }, { field: "campaign_id" }], time: { field: "created_at", ...PERIOD } });
    expect(new Set(byOwner.rows.map((r) => r.titles[0]?.zh))).toEqual(new Set(["小王"]));
    expect(byOwner.rows.map((r) => r.titles[1]?.zh).sort()).toEqual(["春季投放", "（未填写）"].sort());
  });

  it("a report goes to a spreadsheet, and every widget of the dashboard finds its numbers", async () => {
    const file = (await w.as(admin, insightReportCsv, { report: "source_quality", ...PERIOD })) as { name: string; body: string };
    expect(file.name).toBe("来源质量 2026-02-01 2026-03-31.csv");
    expect(file.body.startsWith("\ufeff来源质量,进线,线索,")).toBe(true);
    expect(file.body.split("\r\n").find((l) => l.startsWith("抖音广告,"))?.split(",").slice(1, 3)).toEqual(["14", "12"]);
    const { items } = await w.as(admin, listDashboards, {});
    for (const { report: key, section: part, columns } of items[0]!.widgets) {
      if (key === null) continue;
      const found = section(await report(admin, key), part!);
      expect(found.columns.map((c) => c.key)).toEqual(expect.arrayContaining(columns));
    }
  });
});

const folder = new URL("../../../shared/data/olist-funnel/", import.meta.url);
describe.skipIf(!existsSync(folder))("the marketplace's own two years (olist-funnel)", () => {
  const read = (name: string) => {
    const [head = "", ...lines] = readFileSync(new URL(name, folder), "utf8").trim().split(/\r?\n/);
    const keys = head.replace("\ufeff", "").split(",");
    return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [keys[i], value])) as Record<string, string>);
  };
  const instant = (text: string) => {
    const [, d, m, y, time] = /^(\d\d)-(\d\d)-(\d{4})(?: (\d\d:\d\d))?$/.exec(text) as unknown as string[];
    return `${y}-${m}-${d}T${time ?? "00:00"}:00.000Z`;
  };

  it("give 10.5 % converted, organic 11.8 %, paid 12.3 %, social 5.6 %, a median of 14 days and one impossible duration", async () => {
    const house = await world();
    try {
      const won = new Map(read("olist_closed_deals_dataset.csv").map((row) => [row.mql_id, instant(row.won_date!)]));
      const rows = read("olist_marketing_qualified_leads_dataset.csv").map((row): Row => {
        const converted = won.get(row.mql_id);
        const created = instant(row.first_contact_date!);
        return { external_id: row.mql_id!, source: row.origin || null, landing_page: row.landing_page_id!, created_at: created, ...(converted ? { stage: "converted", converted_at: converted, stage_at: converted } : { stage: "new" }) };
      });
      for (let i = 0; i < rows.length; i += 2_000) await transaction(house.system(), (tx) => createRows(tx, "lead", rows.slice(i, i + 2_000)));
      const someone = await house.person("市场", "marketer");
      const years = { from: "2017-01-01", to: "2018-12-31" };
      const ask = (key: string) => house.as(someone, insightReport, { report: key, ...years }) as Promise<ReportAnswer>;
      const steps = await ask("funnel");
      expect([cell(steps, "steps", "new", "leads"), cell(steps, "steps", "converted", "leads")]).toEqual([8_000, 842]);
      expect(cell(steps, "steps", "converted", "rate_total")).toBeCloseTo(0.105, 3);
      const sources = await ask("source_quality");
      const rate = (source: string) => Math.round((cell(sources, "sources", source, "conversion_rate") as number) * 1_000) / 10;
      expect([rate("organic_search"), rate("paid_search"), rate("social")]).toEqual([11.8, 12.3, 5.6]);
      const cycle = await ask("conversion_cycle");
      expect(Math.floor(cell(cycle, "whole", null, "median_days") as number)).toBe(14);
      expect(cell(cycle, "ranges", "before", "leads")).toBe(1);
      expect(section(cycle, "ranges").rows.reduce((n, r) => n + (r.cells.leads!.value ?? 0), 0)).toBe(842);
    } finally {
      await house.close();
    }
  }, 120_000);
});
