import { describe, expect, test } from "vitest";
import type { FilterEnv } from "../../core/language/types.ts";
import { chinaCalendar } from "./china.ts";
import { compileSla, dueSteps, startClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { DEFAULT_SLA_POLICY, SlaPolicyShape } from "./policy.ts";

const china = chinaCalendar([2026]);
const at = (text: string) => new Date(`${text}+08:00`);
const env = (now: string): FilterEnv => ({ now: at(now), timeZone: "Asia/Shanghai", teamsUnder: (team) => [team] });
const start = (grade: string | null, now: string) => startClock(DEFAULT_SLA_POLICY, { row: { grade, stage: "assigned" }, step: "first_response" }, china, env(now)) as Clock;

describe("SLA clock", () => {
  test("the default policy is valid, and unknown keys are refused", () => {
    expect(SlaPolicyShape.parse(DEFAULT_SLA_POLICY)).toEqual(DEFAULT_SLA_POLICY);
    expect(SlaPolicyShape.safeParse({ clocks: [], pause: true }).success).toBe(false);
  });

  test("grade A has an hour, B four, all others 24 hours of business time", () => {
    expect(start("A2", "2026-03-25T10:00:00").due_at).toEqual(at("2026-03-25T11:00:00"));
    expect(start("B1", "2026-03-25T10:00:00").due_at).toEqual(at("2026-03-25T15:30:00"));
    expect(start("D4", "2026-03-25T09:00:00").due_at).toEqual(at("2026-03-30T10:30:00"));
    expect(start(null, "2026-03-25T09:00:00").due_at).toEqual(at("2026-03-30T10:30:00"));
  });

  test("a lead that comes at night starts to count in the morning, and says so", () => {
    const clock = start("A1", "2026-03-25T22:15:00");
    expect(clock.due_at).toEqual(at("2026-03-26T10:00:00"));
    expect(clock.steps.map((step) => [step.id, step.at])).toEqual([
      ["half", at("2026-03-26T09:30:00")], ["due", at("2026-03-26T10:00:00")], ["hour_late", at("2026-03-26T11:00:00")],
    ]);
    expect(clock.reasons[1]).toEqual({ code: "outside_hours", facts: { opens: at("2026-03-26T09:00:00").toISOString() } });
  });

  test("a converted lead gets no clock", () => {
    expect(startClock(DEFAULT_SLA_POLICY, { row: { stage: "converted" }, step: "first_response" }, china, env("2026-03-25T10:00:00"))).toBeNull();
    expect(startClock(DEFAULT_SLA_POLICY, { row: { stage: "new" }, step: "next_activity" }, china, env("2026-03-25T10:00:00"))).toBeNull();
  });

  test("after downtime every step that was missed is due once, the late ones marked late", () => {
    const clock = start("A1", "2026-03-25T10:00:00");
    expect(dueSteps(clock, at("2026-03-25T10:29:59"))).toEqual([]);
    expect(dueSteps(clock, at("2026-03-25T11:00:30")).map((s) => [s.id, s.late])).toEqual([["half", true], ["due", false]]);
    expect(dueSteps(clock, at("2026-03-25T11:00:30"), new Set(["half"])).map((s) => s.id)).toEqual(["due"]);
  });

  test("wall time runs through the night, leave does not count in business time", () => {
    const wall = { clocks: DEFAULT_SLA_POLICY.clocks.map((rule) => ({ ...rule, time: "wall" as const })) };
    const run = compileSla(wall, env("2026-03-25T22:15:00"));
    expect(run({ row: { grade: "A1", stage: "new" }, step: "first_response" }, china)?.due_at).toEqual(at("2026-03-25T23:15:00"));
    const leave = [{ from: at("2026-03-25T00:00:00"), to: at("2026-03-26T00:00:00") }];
    const clock = startClock(DEFAULT_SLA_POLICY, { row: { grade: "A1", stage: "new" }, step: "first_response", leave }, china, env("2026-03-25T10:00:00"));
    expect(clock?.due_at).toEqual(at("2026-03-26T10:00:00"));
  });
});
