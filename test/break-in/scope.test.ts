import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRole } from "../../core/access/roles/create.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { transaction } from "../../core/db/transaction.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import type { Actor } from "../../core/ctx.ts";
import { type Served, served, type Who } from "../setup/server.ts";
import { listening } from "../setup/stream.ts";
import { type World, world } from "../world.ts";
import { type Company, company, SECRETS } from "./company.ts";

let w: World;
let s: Served;
let c: Company;

beforeAll(async () => {
  w = await world();
  s = await served(w);
  c = await company(w);
});
afterAll(async () => {
  await s.close();
  await w.close();
});

const list = (who: Who, object: string, query: Record<string, string> = {}) => s.request(who, "GET", `/api/v1/records/${object}?${new URLSearchParams(query)}`);
const filter = (field: string, op: string, value: unknown) => ({ filter: JSON.stringify({ field, op, value }) });
const ids = (answer: { json: { items: { id: string }[] } }) => answer.json.items.map((item) => item.id);

/** No name, number, id or count of team B in what team A was answered. */
function tellsNothing(answer: { text: string }, asked = ""): void {
  for (const secret of [...SECRETS, ...c.leadsB, c.accountB, c.contactB, c.activityB]) if (!asked.includes(secret)) expect(answer.text).not.toContain(secret);
}

describe("what belongs to another team", () => {
  const trying = (): [string, Actor][] => [["rep", c.repA], ["manager", c.managerA]];

  it("is in no list, search, filter, sort or count", async () => {
    for (const [, who] of trying()) {
      const leads = await list(who, "lead", { count: "true" });
      expect(ids(leads)).toEqual([c.leadA]);
      expect(leads.json.total).toBe(1);
      for (const object of ["lead", "account", "contact", "activity", "task", "opportunity"]) {
        const questions: Record<string, string>[] = [
          { count: "true" }, { q: "机密乙" }, { q: "139711102" }, { q: "secretb1@example.cn" }, { sort: "-created_at" }, { sort: "owner_id", limit: "1000" },
          filter("owner_id", "is", c.repB.id), filter("owner_id.team_id", "is", c.repB.teamId), filter("owner_id.name", "contains", "乙"), filter("created_at", "within", { last: 7, unit: "day" }),
          { filter: JSON.stringify({ not: { field: "owner_id", op: "is", value: c.repA.id } }), count: "true" },
          { filter: JSON.stringify({ any: [{ all: [] }, { field: "id", op: "in", value: c.leadsB }] }), count: "true" },
        ];
        for (const question of questions) {
          const answer = await list(who, object, question);
          expect(answer.status, answer.text).toBe(200);
          expect(ids(answer).filter((id) => id !== c.leadA)).toEqual([]);
          tellsNothing(answer);
          if (question.count) expect(answer.json.total).toBe(object === "lead" && !question.filter?.includes("not") ? 1 : 0);
        }
      }
    }
  });

  it("cannot be fetched, and looks the same as what does not exist", async () => {
    const nowhere = "00000000-0000-7000-8000-00000000dead";
    for (const [, who] of trying()) {
      for (const [object, id] of [["lead", c.leadsB[0] as string], ["account", c.accountB], ["contact", c.contactB], ["activity", c.activityB]] as const) {
        const field = object === "activity" ? "summary" : "note";
        for (const [method, path, body] of [["GET", ""], ["GET", "/history"], ["PATCH", "", { [field]: "x" }]] as const) {
          const there = await s.request(who, method, `/api/v1/records/${object}/${id}${path}`, body);
          const gone = await s.request(who, method, `/api/v1/records/${object}/${nowhere}${path}`, body);
          expect(there.status).toBe(404);
          expect(there.text.replaceAll(id, nowhere)).toBe(gone.text);
          tellsNothing(there, id);
        }
      }
    }
  });

  it("is in no group and no measure", async () => {
    for (const [, who] of trying()) {
      const ask = (question: unknown) => s.request(who, "POST", "/api/v1/records/lead/aggregate", question);
      expect((await ask({ measures: [{ op: "count" }] })).json.rows).toMatchObject([{ measures: [1] }]);
      expect((await ask({ measures: [{ op: "sum", field: "budget" }, { op: "max", field: "budget" }] })).json.rows).toMatchObject([{ measures: [null, null] }]);
      for (const field of ["company", "owner_id", "external_id", "name"]) {
        const answer = await ask({ group_by: [{ field }] });
        expect(answer.json.rows).toHaveLength(1);
        tellsNothing(answer);
      }
    }
  });

  it("lends its name to no link and answers no question behind a link", async () => {
    // A record of team A that points at one of team B, as a transfer leaves them behind.
    const mine = await transaction(w.system(), (tx) => createRows(tx, "opportunity", [{ name: "甲商机", account_id: c.accountB, lead_id: c.leadsB[0] as string, owner_id: c.repA.id, stage: "discovery" }]));
    const id = mine[0]?.row?.id as string;
    const shown = await s.request(c.repA, "GET", `/api/v1/records/opportunity/${id}`);
    expect(shown.json._names.account_id).toBeUndefined();
    for (const secret of SECRETS) expect(shown.text).not.toContain(secret);
    for (const [field, op, value] of [["account_id.name", "contains", "专属"], ["account_id.name", "not_empty", undefined], ["lead_id.phone", "starts_with", "+861397"], ["lead_id.budget", "gt", 1]] as const) {
      expect(ids(await list(c.repA, "opportunity", filter(field, op, value)))).toEqual([]);
    }
    expect(ids(await list(c.repB, "opportunity"))).toEqual([]);
  });

  it("is in no file that is exported: lists, problem rows of imports, reports", async () => {
    for (const object of ["lead", "account", "contact", "activity", "opportunity"]) {
      const mine = await s.request(c.managerA, "GET", `/api/v1/records/${object}/export.csv`);
      if (object === "lead") expect(mine.text).toContain("甲客户");
      tellsNothing(mine);
      tellsNothing(await s.request(c.managerA, "GET", `/api/v1/records/${object}/export.csv?${new URLSearchParams({ raw: "true", ...filter("id", "in", c.leadsB) })}`), filter("id", "in", c.leadsB).filter);
      // Exporting is a right of its own.
      expect((await s.request(c.repA, "GET", `/api/v1/records/${object}/export.csv`)).status).toBe(403);
    }
    const everything = await s.request(c.managerB, "GET", "/api/v1/records/lead/export.csv");
    for (const name of ["机密乙1", "机密乙2", "机密乙3"]) expect(everything.text).toContain(name);
    const form = new FormData();
    form.set("file", new Blob(["姓名,手机\n机密乙九,x\n"], { type: "text/csv" }), "机密乙名单.csv");
    const { cookie = "" } = await s.as(c.managerB);
    const uploaded = (await (await fetch(`${s.url}/api/v1/imports`, { method: "POST", body: form, headers: { cookie, origin: s.url } })).json()) as { id: string };
    for (const who of [c.repA, c.marketer]) {
      const answer = await s.request(who, "GET", `/api/v1/imports/${uploaded.id}/problems.csv`);
      expect([403, 404]).toContain(answer.status);
      tellsNothing(answer);
    }
    expect((await s.request(c.managerB, "GET", `/api/v1/imports/${uploaded.id}/problems.csv`)).status).toBe(200);
    for (const report of ["source_quality", "funnel", "rep_performance", "conversion_cycle", "response_time", "pool_movement"]) {
      const answer = await s.request(c.managerA, "GET", `/api/v1/insight/reports/${report}/csv`);
      expect([200, 404], answer.text).toContain(answer.status);
      for (const secret of ["乙销售", "乙主管", ...SECRETS]) expect(answer.text).not.toContain(secret);
    }
  });

  it("cannot be reached by writing: linked to, updated by key, restored, claimed", async () => {
    const linked = await s.request(c.repA, "POST", "/api/v1/records/activity", { kind: "call", happened_at: "2026-03-02T01:00:00Z", lead_id: c.leadsB[0] });
    expect(linked.status).toBe(400);
    const keyed = await s.request(c.repA, "POST", "/api/v1/records/lead/upsert?key=external_id", { external_id: "secretb-1", note: "改写" });
    expect(keyed.json).toMatchObject({ id: null, outcome: "refused", code: "not_found" });
    tellsNothing(keyed);
    expect((await s.request(c.managerB, "DELETE", `/api/v1/records/lead/${c.leadsB[2]}`)).status).toBe(200);
    expect((await s.request(c.managerA, "GET", "/api/v1/records/lead/removed")).json.items).toEqual([]);
    expect((await s.request(c.managerA, "POST", "/api/v1/records/lead/restore", { ids: [c.leadsB[2]] })).status).toBe(404);
    expect((await s.request(c.managerB, "POST", "/api/v1/records/lead/restore", { ids: [c.leadsB[2]] })).status).toBe(200);
    for (const verb of ["claim", "release", "assign", "transfer", "accept", "disqualify"]) {
      const body = { ids: c.leadsB, owner_id: c.repA.id, to: c.repA.id, reason: "no_need", note: "x" };
      const wanted = Object.fromEntries(Object.entries(body).filter(([key]) => key === "ids" || (VERB_INPUT[verb] ?? []).includes(key)));
      const answer = await s.request(c.managerA, "POST", `/api/v1/leads/${verb}`, wanted);
      if (answer.status === 200) expect(answer.json.items.map((item: { code: string }) => item.code)).toEqual(["not_found", "not_found", "not_found"]);
      for (const secret of SECRETS) expect(answer.text).not.toContain(secret);
    }
    const still = await list(c.repB, "lead", { count: "true", q: "机密乙" });
    expect(still.json.total).toBe(3);
    expect(still.json.items.every((item: { owner_id: string; note: string }) => item.owner_id === c.repB.id && item.note === "机密乙备注")).toBe(true);
  });

  it("is not told by a door: what a rep's arrival was merged into stays unseen", async () => {
    const answer = await s.request(c.repA, "POST", "/api/v1/capture/api", { name: "机", phone: "13971110201" });
    expect(answer.json.outcome).toBe("merged");
    tellsNothing(answer);
    expect(answer.text).not.toContain(c.repB.id);
  });

  it("is heard by nobody else's live updates, not even in one batch with one's own", async () => {
    const mine = await listening(s, c.repA);
    const manager = await listening(s, c.managerA);
    const all = await listening(s, c.viewer);
    try {
      expect((await s.request(c.repB, "PATCH", `/api/v1/records/lead/${c.leadsB[0]}`, { industry: "制造" })).status).toBe(200);
      await expect.poll(all.heard, { timeout: 5_000 }).toContain(c.leadsB[0]);
      expect((await s.request(c.admin, "PATCH", "/api/v1/records/lead", { ids: [c.leadA, ...c.leadsB], changes: { city: "上海" } })).status).toBe(200);
      expect((await s.request(c.repA, "PATCH", `/api/v1/records/lead/${c.leadA}`, { industry: "零售" })).status).toBe(200);
      await expect.poll(mine.heard, { timeout: 5_000 }).toContain(c.leadA);
      await expect.poll(manager.heard, { timeout: 5_000 }).toContain(c.leadA);
      for (const each of [mine, manager]) tellsNothing({ text: each.heard() });
    } finally {
      for (const each of [mine, manager, all]) each.close();
    }
  });

  it("a person switched off hears nothing more", async () => {
    const leaver = await w.person("离开", "viewer");
    const ear = await listening(s, leaver);
    expect((await s.request(c.admin, "DELETE", `/api/v1/people/${leaver.id}`)).status).toBe(200);
    const other = await listening(s, c.viewer);
    expect((await s.request(c.repB, "PATCH", `/api/v1/records/lead/${c.leadsB[1]}`, { industry: "能源" })).status).toBe(200);
    await expect.poll(other.heard, { timeout: 5_000 }).toContain(c.leadsB[1]);
    expect(ear.heard()).not.toContain(c.leadsB[1]);
    ear.close();
    other.close();
  });
});

/** What each bulk verb asks for besides the ids. */
const VERB_INPUT: Record<string, string[]> = { claim: [], release: ["reason"], assign: ["owner_id"], transfer: ["owner_id"], accept: [], disqualify: ["reason"] };

describe("a field that is hidden or masked", () => {
  let careful: Actor & { kind: "person" };
  beforeAll(async () => {
    const read = Object.fromEntries(["lead", "account", "contact", "activity", "opportunity"].map((object) => [object, ["read", "create", "edit", "remove"]]));
    await w.as(c.admin, createRole, {
      key: "careful", label: { zh: "受限", en: "Careful" },
      grants: { verbs: read, scope: { "*": "all" }, fields: { lead: { phone: "masked", email: "masked", budget: "hidden", note: "hidden", name: "hidden" }, account: { name: "hidden", phone: "masked" }, contact: { name: "masked" } } },
    });
    careful = await w.person("受限", "careful");
    // The change is in the history.
    await s.request(c.repB, "PATCH", `/api/v1/records/lead/${c.leadsB[0]}`, { phone: "13971110209", budget: 971_111, note: "机密乙改过" });
  });

  it("is in no answer, whole", async () => {
    const whole = ["3971110209", "3971110202", "secretb1", "971111", "970002", "机密乙"];
    for (const answer of [
      await list(careful, "lead", { count: "true" }), await list(careful, "lead", { fields: "phone,email" }), await s.request(careful, "GET", `/api/v1/records/lead/${c.leadsB[0]}`),
      await s.request(careful, "GET", `/api/v1/records/lead/${c.leadsB[0]}/history`), await s.request(careful, "PATCH", `/api/v1/records/lead/${c.leadsB[0]}`, { city: "北京" }),
      await s.request(careful, "GET", "/api/v1/objects"), await list(careful, "opportunity"), await list(careful, "contact"), await list(careful, "activity", { fields: "lead_id" }),
    ]) {
      expect(answer.status, answer.text).toBe(200);
      for (const text of whole) expect(answer.text.replaceAll("secretb-1", ""), text).not.toContain(text);
    }
    expect((await s.request(careful, "GET", `/api/v1/records/lead/${c.leadsB[0]}`)).json.phone).toMatch(/^\+?[\d]{3,6}\*{4}0209$/);
  });

  it("the recycle bin names nothing by a hidden title", async () => {
    expect((await s.request(c.managerB, "DELETE", `/api/v1/records/lead/${c.leadsB[2]}`)).status).toBe(200);
    const bin = await s.request(careful, "GET", "/api/v1/records/lead/removed");
    expect(bin.json.items).toHaveLength(1);
    expect(bin.text).not.toContain("机密乙");
    expect((await s.request(c.managerB, "POST", "/api/v1/records/lead/restore", { ids: [c.leadsB[2]] })).status).toBe(200);
  });

  it("names no link", async () => {
    const opportunity = await list(c.admin, "opportunity");
    expect(opportunity.json.items[0]._names.account_id).toBe("乙方专属集团");
    const answer = await list(careful, "opportunity");
    expect(answer.json.items[0].account_id).toBe(c.accountB);
    expect(answer.text).not.toContain("乙方专属集团");
  });

  it("answers no filter, sort, group, measure, upsert key", async () => {
    for (const field of ["phone", "email", "budget", "note", "name", "phone_key", "search"]) {
      const refused = [
        await list(careful, "lead", filter(field, "not_empty", undefined)), await list(careful, "lead", { sort: field }),
        await s.request(careful, "POST", "/api/v1/records/lead/aggregate", { group_by: [{ field }] }),
        await s.request(careful, "POST", "/api/v1/records/lead/aggregate", { measures: [{ op: "max", field }] }), await s.request(careful, "POST", "/api/v1/records/lead/aggregate", { measures: [{ op: "count", field }] }),
        await s.request(careful, "POST", `/api/v1/records/lead/upsert?key=${field}`, { [field]: "13971110201" }),
        await list(careful, "activity", filter(`lead_id.${field}`, "not_empty", undefined)),
        ...(["phone", "email"].includes(field) ? [] : [await list(careful, "lead", { fields: field })]),
        await s.request(careful, "PATCH", `/api/v1/records/lead/${c.leadsB[0]}`, { [field]: "1" }),
      ];
      expect(refused.map((answer) => answer.status), field).toEqual(refused.map(() => 400));
    }
  });

  it("is found by no search", async () => {
    const found = async (who: Who, q: string) => (await list(who, "lead", { q, count: "true" })).json.total as number;
    for (const q of ["13971110202", "971110", "secretb2@example.cn", "机密乙2", "机密", "jimiyi"]) {
      expect(await found(c.admin, q), q).toBeGreaterThan(0);
      expect(await found(careful, q), q).toBe(0);
    }
    expect(await found(c.viewer, "13971110202")).toBe(0);
    expect(await found(c.viewer, "secretb2@example.cn")).toBe(0);
    expect(await found(c.viewer, "机密乙2")).toBe(1);
  });
});

describe("a field hidden before the claim", () => {
  let inPool: string;
  beforeAll(async () => {
    await s.request(c.admin, "PATCH", `/api/v1/records/pool/${DEFAULT_POOL}`, { hidden_fields: ["phone", "email", "wechat", "budget"] });
    const lead = await s.request(c.admin, "POST", "/api/v1/records/lead", { name: "公海客户", phone: "13982220101", email: "pooled@example.cn", budget: 555_777, external_id: "pooled" });
    inPool = lead.json.id as string;
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: inPool, changes: { phone: "+8613982220102" } }]));
  });

  it("is in no answer whole and answers no question", async () => {
    const seen = await list(c.repA, "lead", filter("pool_id", "not_empty", undefined));
    expect(ids(seen)).toEqual([inPool]);
    for (const answer of [seen, await s.request(c.repA, "GET", `/api/v1/records/lead/${inPool}`), await s.request(c.repA, "GET", `/api/v1/records/lead/${inPool}/history`)]) {
      for (const text of ["13982220101", "13982220102", "pooled@", "555777"]) expect(answer.text).not.toContain(text);
    }
    const without = async (query: Record<string, string>) => expect(ids(await list(c.repA, "lead", query)), JSON.stringify(query)).not.toContain(inPool);
    await without(filter("phone", "is", "13982220102"));
    await without(filter("budget", "gt", 5));
    await without({ sort: "-budget" });
    await without({ q: "13982220102" });
    await without({ q: "pooled@example.cn" });
    const groups = await s.request(c.repA, "POST", "/api/v1/records/lead/aggregate", { group_by: [{ field: "phone" }] });
    expect(groups.text).not.toContain("3982220102");
    const keyed = await s.request(c.repA, "POST", "/api/v1/records/lead/upsert?key=phone", { phone: "13982220102", city: "广州" });
    expect(keyed.text).not.toContain(inPool);
  });

  it("what is not hidden still finds the lead", async () => {
    expect(ids(await list(c.repA, "lead", { q: "公海客户" }))).toEqual([inPool]);
    expect(ids(await list(c.admin, "lead", { q: "13982220102" }))).toContain(inPool);
  });

  it("shows after the claim", async () => {
    expect((await s.request(c.repA, "POST", `/api/v1/leads/${inPool}/claim`)).status).toBe(200);
    expect((await s.request(c.repA, "GET", `/api/v1/records/lead/${inPool}`)).json).toMatchObject({ phone: "+8613982220102", budget: 555_777 });
    expect(ids(await list(c.repA, "lead", { q: "13982220102" }))).toContain(inPool);
  });
});

describe("a pool and what it hides", () => {
  const HIDDEN = ["phone", "company", "source", "campaign_id", "budget", "need"];
  let closed: string;
  let open: string;
  let inClosed: string;
  let inOpen: string;
  let keeper: Actor & { kind: "person" };
  const words = ["13982229", "谨言密语", "隐秘来源", "隐秘活动", "888999", "密需求"];
  const tellsNothingHidden = (answer: { status: number; text: string }, status = 200) => {
    expect(answer.status, answer.text).toBe(status);
    for (const word of words) expect(answer.text, word).not.toContain(word);
  };

  beforeAll(async () => {
    keeper = await w.person("公海管理员", "rep", "甲组");
    const create = async (object: string, body: unknown) => (await s.request(c.admin, "POST", `/api/v1/records/${object}`, body)).json.id as string;
    closed = await create("pool", { name: "乙组公海", everyone: false, member_teams: [c.repB.teamId], hidden_fields: HIDDEN });
    open = await create("pool", { name: "全员公海", everyone: true, admin_people: [keeper.id], hidden_fields: HIDDEN });
    const campaign = await create("campaign", { name: "隐秘活动" });
    const rule = { id: "secret_source", name: { zh: "隐秘来源加分", en: "Secret source" }, when: { field: "source", op: "is", value: "隐秘来源" }, points: 5 };
    const score = (await s.request(c.admin, "GET", "/api/v1/policies/score")).json.published.body;
    const [first, ...rest] = score.groups;
    await s.request(c.admin, "PUT", "/api/v1/policies/score/draft", { body: { ...score, groups: [{ ...first, rules: [...first.rules, rule] }, ...rest] } });
    await s.request(c.admin, "POST", "/api/v1/policies/score/publish");
    const lead = { phone: "13982229901", company: "谨言密语有限公司", source: "隐秘来源", campaign_id: campaign, budget: 888_999, need: "密需求" };
    inOpen = (await s.request(c.admin, "POST", "/api/v1/capture/api", { name: "可见名", ...lead })).json.lead_id as string;
    inClosed = await create("lead", { name: "闭门客", ...lead, phone: "13982229902" });
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: inOpen, changes: { pool_id: open, budget: 888_999, campaign_id: campaign } }, { id: inClosed, changes: { pool_id: closed } }]));
    await s.request(c.admin, "PATCH", `/api/v1/records/lead/${inOpen}`, { need: "密需求二" });
  });

  it("a lead in a pool one does not belong to does not exist, by any path", async () => {
    for (const [method, path, body] of [
      ["GET", `records/lead/${inClosed}`], ["GET", `records/lead/${inClosed}/history`], ["GET", `records/lead/${inClosed}/timeline`], ["GET", `records/lead/${inClosed}/receipts`], ["GET", `leads/${inClosed}/holds`],
      ["POST", `leads/${inClosed}/claim`], ["POST", `leads/${inClosed}/extend`, { days: 1, reason: "x" }], ["PATCH", `records/lead/${inClosed}`, { owner_id: c.repA.id }], ["PATCH", `pools/${closed}`, { everyone: true }],
    ] as const) {
      const answer = await s.request(c.repA, method, `/api/v1/${path}`, body);
      expect(answer.status, `${path} ${answer.text}`).toBe(404);
      for (const word of [...words, "闭门客"]) expect(answer.text).not.toContain(word);
    }
    expect((await s.request(c.repA, "GET", "/api/v1/pools")).text).not.toContain("乙组公海");
    expect((await list(c.repA, "lead", { q: "闭门客", count: "true" })).json.total).toBe(0);
    expect((await list(c.repA, "lead", filter("pool_id", "is", closed))).json.items).toEqual([]);
    expect((await s.request(c.repB, "GET", `/api/v1/records/lead/${inClosed}`)).status).toBe(200);
  });

  it("what it hides is in no answer, no name, no history, no timeline, no receipt", async () => {
    for (const path of [`records/lead/${inOpen}`, `records/lead?fields=name,company,source,campaign_id,budget,need,phone`, `records/lead/${inOpen}/history`, `records/lead/${inOpen}/timeline`, `records/lead/${inOpen}/receipts`, `leads/${inOpen}/holds`, "pools", "pools/leaving", "pools/forecast", "my-day", "notifications"]) {
      tellsNothingHidden(await s.request(c.repA, "GET", `/api/v1/${path}`));
    }
    const shown = await s.request(c.repA, "GET", `/api/v1/records/lead/${inOpen}`);
    expect(shown.json.name).toBe("可见名");
    // The rule about a hidden field did fire: who may see the field is told so.
    expect((await s.request(c.admin, "GET", `/api/v1/records/lead/${inOpen}/receipts`)).text).toContain("隐秘来源加分");
    expect(shown.json._names.campaign_id).toBeUndefined();
  });

  it("answers no filter, search, sort, group, measure or key that would tell", async () => {
    const not = async (query: Record<string, string>) => {
      const answer = await list(c.repA, "lead", { ...query, count: "true" });
      expect(ids(answer), JSON.stringify(query)).not.toContain(inOpen);
    };
    for (const field of HIDDEN) {
      await not(filter(field, "not_empty", undefined));
      await not({ sort: field });
      await not({ filter: JSON.stringify({ not: { field, op: "empty" } }) });
    }
    await not(filter("campaign_id.name", "is", "隐秘活动"));
    for (const q of ["谨言密语", "13982229901", "jymy"]) await not({ q });
    for (const question of [{ group_by: [{ field: "source" }] }, { group_by: [{ field: "campaign_id" }] }, { measures: [{ op: "max", field: "budget" }] }, { measures: [{ op: "count_distinct", field: "company" }] }]) {
      const answer = await s.request(c.repA, "POST", "/api/v1/records/lead/aggregate", question);
      tellsNothingHidden(answer);
    }
    const keyed = await s.request(c.repA, "POST", "/api/v1/records/lead/upsert?key=phone", { phone: "13982229901", city: "广州" });
    expect(keyed.text).not.toContain(inOpen);
  });

  it("takes no guess: what is hidden cannot be written before the claim either", async () => {
    const before = (await s.request(c.admin, "GET", `/api/v1/records/lead/${inOpen}`)).json.version;
    for (const body of [{ budget: 888_999 }, { budget: 1 }, { source: "隐秘来源" }, { company: "别家" }]) expect((await s.request(c.repA, "PATCH", `/api/v1/records/lead/${inOpen}`, body)).status).toBe(400);
    expect((await s.request(c.repA, "PATCH", "/api/v1/records/lead", { ids: [inOpen], changes: { need: "x" } })).status).toBe(400);
    // Nobody's lead is not everybody's: it is neither closed, moved on nor put off by those who have not claimed it.
    for (const [verb, body] of [["disqualify", { reason: "no_need" }], ["accept", {}], ["extend", { days: 1, reason: "x" }], ["release", { reason: "x" }]] as const) expect((await s.request(c.repA, "POST", `/api/v1/leads/${inOpen}/${verb}`, body)).status).toBe(409);
    expect((await s.request(c.admin, "GET", `/api/v1/records/lead/${inOpen}`)).json.version).toBe(before);
  });

  it("is told by no trial, neither by a reason nor by what differs, to those who may try rules", async () => {
    const verbs = Object.fromEntries(["lead", "pool", "policy", "decision", "campaign"].map((object) => [object, ["read"]]));
    await w.as(c.admin, createRole, { key: "trier", label: { zh: "规则试算员", en: "Tries rules" }, grants: { verbs, scope: { "*": "own" }, fields: {} } });
    const trier = await w.person("试算员", "trier", "甲组");
    const { body } = (await s.request(c.admin, "GET", "/api/v1/policies/score")).json.published;
    const guess = (when: unknown) => ({ ...body, groups: [{ id: "guess", name: { zh: "猜", en: "Guess" }, kind: "own", measures: "fit", max: 100, min: 0, rules: [{ id: "g", name: { zh: "猜中", en: "Right" }, when, points: 40 }] }, ...body.groups] });
    const only = { field: "id", op: "is", value: inOpen };
    for (const when of [{ field: "phone", op: "starts_with", value: "+8613982229" }, { field: "source", op: "is", value: "隐秘来源" }, { field: "budget", op: "gt", value: 5 }]) {
      const mine = await s.request(trier, "POST", "/api/v1/policies/score/simulate", { body: guess(when), filter: only });
      tellsNothingHidden(mine);
      expect(mine.json).toMatchObject({ leads: 0, hidden: 1, changed: 0, differences: [] });
      expect((await s.request(c.admin, "POST", "/api/v1/policies/score/simulate", { body: guess(when), filter: only })).json).toMatchObject({ leads: 1, hidden: 0, changed: 1 });
    }
    // Rules that look at nothing hidden are tried on it as on every other lead.
    const bare = { ...body, groups: [{ id: "open", name: { zh: "公开", en: "Open" }, kind: "own", measures: "fit", max: 100, min: 0, rules: [{ id: "o", name: { zh: "可见", en: "Seen" }, when: { field: "name", op: "is", value: "可见名" }, points: 40 }] }] };
    await s.request(c.admin, "PUT", "/api/v1/policies/route/draft", { body: { rules: [], fallback: { kind: "pool", id: open } } });
    for (const kind of ["match", "route", "pool", "sla"]) tellsNothingHidden(await s.request(trier, "POST", `/api/v1/policies/${kind}/simulate`, { days: 365 }));
    const byRoute = (when: unknown) => ({ rules: [{ id: "r", name: { zh: "给甲", en: "To A" }, when, target: { kind: "people", ids: [c.repA.id] }, strategy: { kind: "round_robin" } }], fallback: { kind: "pool", id: open } });
    expect((await s.request(trier, "POST", "/api/v1/policies/route/simulate", { body: byRoute({ field: "company", op: "contains", value: "谨言" }), filter: only })).json).toMatchObject({ leads: 0, hidden: 1 });
    expect((await s.request(trier, "POST", "/api/v1/policies/route/simulate", { body: byRoute({ field: "name", op: "is", value: "可见名" }), filter: only })).json).toMatchObject({ hidden: 1 });
    expect((await s.request(c.admin, "POST", "/api/v1/policies/score/simulate", { body: bare, filter: only })).json).toMatchObject({ leads: 1, changed: 1 });
  });

  it("is told to nobody's live updates before the claim, and shows to its admin and after the claim", async () => {
    const ear = await listening(s, c.repA);
    try {
      expect((await s.request(c.admin, "PATCH", `/api/v1/records/lead/${inOpen}`, { city: "北京" })).status).toBe(200);
      await expect.poll(ear.heard, { timeout: 30_000 }).toContain("event: pool");
      for (const word of [...words, inOpen]) expect(ear.heard()).not.toContain(word);
    } finally {
      ear.close();
    }
    expect((await s.request(keeper, "GET", `/api/v1/records/lead/${inOpen}`)).json).toMatchObject({ source: "隐秘来源", budget: 888_999 });
    expect((await s.request(c.repA, "POST", `/api/v1/leads/${inOpen}/claim`)).status).toBe(200);
    const claimed = await s.request(c.repA, "GET", `/api/v1/records/lead/${inOpen}`);
    expect(claimed.json).toMatchObject({ source: "隐秘来源", company: "谨言密语有限公司", _names: { campaign_id: "隐秘活动" } });
  });
});
