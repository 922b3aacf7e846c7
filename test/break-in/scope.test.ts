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
