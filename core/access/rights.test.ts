import { describe, expect, test } from "vitest";
import { type Actor, FULL_GRANTS, type RoleGrants, type Scope } from "../ctx.ts";
import { buildDirectory, scopeFilter } from "./directory.ts";
import { covers, narrowed } from "./grants.ts";
import { passwordProblem } from "./password_policy.ts";
import { can, fieldAccess, requireNeed, scopeOf } from "./rights.ts";
import { STANDARD_ROLES } from "./roles.ts";

const grantsOf = (key: string) => STANDARD_ROLES.find((role) => role.key === key)!.grants;
const person = (id: string, teamId: string | null, grants: RoleGrants): Actor => ({ kind: "person", id, name: id, role: "x", teamId, grants });
const visitor: Actor = { kind: "visitor", id: null, name: "form", role: "visitor", teamId: null, grants: { verbs: {}, scope: {}, fields: {} } };

describe("what a role may do", () => {
  test("a rep claims leads and neither removes, exports nor assigns them", () => {
    const rep = person("li", "sales", grantsOf("rep"));
    expect(can(rep, "lead:claim")).toBe(true);
    for (const verb of ["remove", "export", "assign", "transfer"]) expect(can(rep, `lead:${verb}`)).toBe(false);
    expect(can(rep, "api_key:create")).toBe(false);
  });

  test("a marketer works on the channels but neither claims nor converts", () => {
    const marketer = person("ma", null, grantsOf("marketer"));
    expect(can(marketer, "channel:edit")).toBe(true);
    expect(can(marketer, "lead:claim")).toBe(false);
    expect(can(marketer, "lead:convert")).toBe(false);
  });

  test("a viewer sees everything with contact details masked and changes nothing", () => {
    const viewer = person("vi", null, grantsOf("viewer"));
    expect(scopeOf(viewer, "lead")).toBe("all");
    expect(fieldAccess(viewer, "lead", "phone")).toBe("masked");
    expect(fieldAccess(viewer, "contact", "wechat")).toBe("masked");
    for (const verbs of Object.values(viewer.grants.verbs)) expect(verbs).toEqual(["read"]);
  });

  test("only an administrator reaches what administers", () => {
    for (const { key, grants } of STANDARD_ROLES) {
      for (const need of ["person:create", "role:edit", "api_key:create", "api_key:read", "organisation:edit", "policy:edit", "object:edit"] as const) {
        expect([key, need, can(person("p", null, grants), need)]).toEqual([key, need, key === "admin"]);
      }
    }
  });

  test("a visitor is asked to sign in, a rep is told no", () => {
    expect(() => requireNeed(visitor, "lead:read")).toThrow(/unauthenticated/);
    expect(() => requireNeed(visitor, "signed_in")).toThrow(/unauthenticated/);
    expect(() => requireNeed(visitor, "public")).not.toThrow();
    expect(() => requireNeed(person("li", null, grantsOf("rep")), "policy:edit")).toThrow(/forbidden/);
  });

  test("names that every JavaScript object has grant nothing", () => {
    const rep = person("li", null, { verbs: { lead: ["read"] }, scope: {}, fields: {} });
    expect(can(rep, "constructor:read")).toBe(false);
    expect(scopeOf(rep, "toString")).toBe("none");
    expect(fieldAccess(rep, "lead", "constructor")).toBe("edit");
  });
});

describe("nobody hands out more than they have", () => {
  test.each([["manager", "admin"], ["rep", "manager"], ["viewer", "rep"], ["marketer", "manager"], ["manager", "marketer"]])("a %s cannot make a %s", (mine, other) => {
    expect(covers(grantsOf(mine), grantsOf(other))).toBe(false);
  });

  test("an administrator can make everybody, and everybody their equal", () => {
    for (const { grants } of STANDARD_ROLES) {
      expect(covers(FULL_GRANTS, grants)).toBe(true);
      expect(covers(grants, grants)).toBe(true);
    }
  });

  test("a wider default scope or an unmasked field goes beyond", () => {
    const mine: RoleGrants = { verbs: { lead: ["read"] }, scope: { lead: "all", "*": "own" }, fields: { lead: { phone: "masked" } } };
    expect(covers(mine, { ...mine, scope: { "*": "all" } })).toBe(false);
    expect(covers(mine, { ...mine, scope: { lead: "all" } })).toBe(true);
    expect(covers(mine, { ...mine, fields: {} })).toBe(false);
    expect(covers(mine, { ...mine, fields: { lead: { phone: "hidden" } } })).toBe(true);
    expect(covers(mine, { ...mine, verbs: { "*": ["read"] } })).toBe(false);
    expect(covers(mine, { ...mine, verbs: { lead: ["*"] } })).toBe(false);
  });

  test("a key's scope is the smaller of its own and its role's", () => {
    expect(narrowed(grantsOf("admin"), "own").scope).toEqual({ "*": "own" });
    expect(narrowed(grantsOf("rep"), "all").scope).toEqual(grantsOf("rep").scope);
    expect(narrowed(grantsOf("manager"), "team").scope).toEqual({ "*": "team", campaign: "team" });
  });
});

describe("which records somebody sees", () => {
  const member = (id: string, teamId: string | null, status: "active" | "inactive" = "active") =>
    ({ id, name: id, email: `${id}@x.cn`, role: "rep", teamId, status, locale: null, territories: [], skills: [], capOpen: null, capDaily: null, capGrades: {}, shifts: null, leave: [] });
  const from = buildDirectory({
    people: [member("boss", "head"), member("mgr", "north"), member("rep1", "north"), member("rep2", "beijing"), member("rep3", "south"), member("gone", "north", "inactive"), member("free", null)],
    teams: [
      { id: "head", name: "head", parentId: null, managerId: "boss" }, { id: "north", name: "north", parentId: "head", managerId: "mgr" },
      { id: "beijing", name: "beijing", parentId: "north", managerId: null }, { id: "south", name: "south", parentId: "head", managerId: "gone" },
    ],
    roles: [], keys: [{ id: "key1", maker: "rep1" }],
  });
  const scoped = (scope: Scope): RoleGrants => ({ verbs: {}, scope: { "*": scope }, fields: {} });
  const owners = (actor: Actor) => {
    const filter = scopeFilter(actor, "lead", from) as { value: string | string[] };
    return [filter.value].flat().toSorted();
  };

  test("own: mine; team: those beside me, also of people who have left; team and below: the branch", () => {
    expect(owners(person("rep1", "north", scoped("own")))).toEqual(["rep1"]);
    expect(owners(person("rep1", "north", scoped("team")))).toEqual(["gone", "mgr", "rep1"]);
    expect(owners(person("mgr", "north", scoped("team_and_below")))).toEqual(["gone", "mgr", "rep1", "rep2"]);
    expect(scopeFilter(person("boss", "head", scoped("all")), "lead", from)).toBeNull();
  });

  test("a manager sees the team they manage even when they sit in another", () => {
    expect(owners(person("gone", "north", scoped("team")))).toEqual(["gone", "mgr", "rep1", "rep3"]);
  });

  test("without a team a team's scope is one's own", () => {
    expect(owners(person("free", null, scoped("team_and_below")))).toEqual(["free"]);
  });

  test("a key with a small scope sees what its maker would", () => {
    expect(owners({ kind: "key", id: "key1", name: "erp", role: "rep", teamId: "north", grants: scoped("own") })).toEqual(["rep1"]);
  });

  test("no scope and visitors see nothing, whatever an empty list may mean", () => {
    const nothing = { all: [{ field: "owner_id", op: "empty" }, { field: "owner_id", op: "not_empty" }] };
    expect(scopeFilter(person("rep1", "north", scoped("none")), "lead", from)).toEqual(nothing);
    expect(scopeFilter(visitor, "lead", from)).toEqual(nothing);
  });

  test("people and teams have no owner and are not limited by one", () => {
    expect(scopeFilter(person("rep1", "north", scoped("own")), "person", from)).toBeNull();
  });

  test("my manager is the nearest active one above me who is not me", () => {
    expect(from.managerOf("rep2")).toBe("mgr");
    expect(from.managerOf("mgr")).toBe("boss");
    expect(from.managerOf("rep3")).toBe("boss");
    expect(from.managerOf("boss")).toBeNull();
    expect(from.managerOf("free")).toBeNull();
  });

  test("a tree that was broken into a ring by hand ends all the same", () => {
    const ring = buildDirectory({
      people: [member("a", "one")], roles: [], keys: [],
      teams: [{ id: "one", name: "one", parentId: "two", managerId: null }, { id: "two", name: "two", parentId: "one", managerId: null }],
    });
    expect(ring.teamsUnder("one")).toEqual(["one", "two"]);
    expect(ring.managerOf("a")).toBeNull();
  });
});

test.each([
  ["short1", "too short"], ["1234567890", "common"], ["Password123", "common in another case"], ["aaaaaaaaaaaa", "one letter"],
  ["li@example.cn", "the e-mail"], ["x".repeat(129), "too long"],
])("the password %s is refused: %s", (password) => {
  expect(passwordProblem(password, "li@example.cn")).not.toBeNull();
});

test("a plain long sentence is a good password", () => {
  expect(passwordProblem("三号仓库 has 12 doors", "li@example.cn")).toBeNull();
});
