import { expect, test } from "vitest";
import { requestOf } from "./run.ts";

test("an operation's input goes into the path, then the query of a GET or the body", () => {
  expect(requestOf("lead.claim", { id: "a/b", note: "x" })).toEqual({ method: "POST", path: "/leads/a%2Fb/claim", query: {}, body: { note: "x" } });
  expect(requestOf("insight.report", { report: "funnel", from: "2026-03-01" })).toEqual({ method: "GET", path: "/insight/reports/funnel", query: { from: "2026-03-01" } });
});

test("a body that is an input of its own is sent whole, the rest beside it", () => {
  expect(requestOf("record.create", { object: "lead", body: { name: "王芳" } })).toEqual({ method: "POST", path: "/records/lead", query: {}, body: { name: "王芳" } });
});
