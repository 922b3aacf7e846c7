import { expect, test } from "vitest";
import { findCycle, importsOf, judge, judgePackage } from "./layers.mjs";

test("imports are found in every form a source may write them", () => {
  const source = `
    import type { A } from "./a.ts";
    import { b,
      type C } from "./b.ts";
    // import { no } from "./comment.ts";
    export { d } from "./d.ts";
    import "./e.css";
    const f = await import("./f.ts");`;
  expect(importsOf(source)).toEqual([
    { target: "./a.ts", typeOnly: true, lazy: false }, { target: "./b.ts", typeOnly: false, lazy: false }, { target: "./d.ts", typeOnly: false, lazy: false },
    { target: "./e.css", typeOnly: false, lazy: false }, { target: "./f.ts", typeOnly: false, lazy: true },
  ]);
});

test("rooms import along the arrow only", () => {
  expect(judge("apps/serve.ts", "leads/pool/claim.ts", false)).toBeNull();
  expect(judge("leads/pool/claim.ts", "flows/step.ts", false)).toBeNull();
  expect(judge("core/records/find.ts", "leads/pool/claim.ts", false)).toContain("core must not import leads");
  expect(judge("leads/pool/claim.ts", "connect/sms/send.ts", true)).toContain("leads must not import connect");
});

test("the pure language takes nothing of ours but texts and refusals", () => {
  expect(judge("core/language/types.ts", "core/refusal.ts", true)).toBeNull();
  expect(judge("core/language/filter.ts", "core/refusal.ts", false)).toBeNull();
  expect(judge("core/language/filter.ts", "core/ctx.ts", true)).not.toBeNull();
  expect(judgePackage("core/language/filter.ts", "node:fs")).not.toBeNull();
});

test("the web knows the contract's types and the language, nothing else", () => {
  expect(judge("web/work/list.tsx", "core/language/filter.ts", false)).toBeNull();
  expect(judge("web/work/list.tsx", "apps/contract.ts", true)).toBeNull();
  expect(judge("web/work/list.tsx", "apps/contract.ts", false)).not.toBeNull();
  expect(judge("web/work/list.tsx", "apps/serve.ts", true)).not.toBeNull();
});

test("inside leads a room calls later ones only", () => {
  expect(judge("leads/capture/intake.ts", "leads/route/choose.ts", false)).toBeNull();
  expect(judge("leads/route/choose.ts", "leads/capture/intake.ts", false)).toContain("must not call back");
  expect(judge("leads/route/choose.ts", "leads/shared/lead.ts", false)).toBeNull();
});

test("fastify stays in apps", () => {
  expect(judgePackage("apps/api/server.ts", "@fastify/static")).toBeNull();
  expect(judgePackage("leads/capture/form.ts", "fastify")).not.toBeNull();
});

test("a cycle is named file by file", () => {
  expect(findCycle(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]]))).toEqual(["b", "c", "b"]);
  expect(findCycle(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]]))).toBeNull();
});
