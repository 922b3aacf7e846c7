import { afterAll, expect, test } from "vitest";
import { dayStart, exactTime, instantOf, speakZone, timeZone, wallClock } from "./moment.ts";
import { localTimes } from "./local-times.ts";

const before = timeZone();
afterAll(() => speakZone(before));

test("times are those of the organisation, wherever the browser is", () => {
  speakZone("Asia/Shanghai");
  expect(exactTime("2026-03-25T01:00:00.000Z")).toBe("2026-03-25 09:00");
  expect(localTimes("due 2026-03-25T01:00:00.000Z.")).toBe("due 03-25 09:00.");
  expect(dayStart("2026-03-25", 1)).toBe("2026-03-25T16:00:00.000Z");
  speakZone("America/New_York");
  expect(exactTime("2026-03-25T01:00:00.000Z", true)).toBe("2026-03-24 21:00:00");
});

test("what is picked on a wall clock is the instant of that wall clock", () => {
  for (const zone of ["Asia/Shanghai", "America/New_York", "Asia/Kathmandu"]) {
    speakZone(zone);
    for (const at of ["2026-01-05T04:05:06.007Z", "2026-07-05T23:59:59.999Z"]) expect(instantOf(wallClock(at))).toBe(at);
  }
});
