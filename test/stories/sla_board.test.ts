import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { slaBoard } from "../../leads/sla/ops/board.ts";
import { pauseClocks } from "../../leads/sla/ops/pause.ts";
import { office, rule } from "./sla/office.ts";

const { w, admin, east, boss, rep, mate, other, publish, lead, monday } = await office();
afterAll(() => w.close());
beforeEach(monday);

describe("the board", () => {
  it("shows running clocks by due time, late ones first, those that stand still last, within the viewer's scope", async () => {
    await publish(rule({ target_minutes: { A: 30, other: 120 } }));
    const [a, b, c, d] = [await lead(), await lead({ owner_id: mate.id }), await lead(), await lead({ owner_id: other.id })];
    await w.travel({ minutes: 10 });
    await w.as(rep, pauseClocks, { id: c, reason: "等资料" });
    await w.travel({ minutes: 111 });
    const late = await lead();
    const board = await w.as(boss, slaBoard, {});
    expect(board.items.map((i) => [i.lead.id, i.clock.late, i.clock.state])).toEqual([[a, true, "running"], [b, true, "running"], [late, false, "running"], [c, false, "paused"]]);
    expect(board.counts).toEqual({ late: 2, soon: 0, running: 3, paused: 1 });
    expect(board.people.map((p) => [p.name, p.late, p.running, p.paused])).toEqual([["林晓", 1, 2, 1], ["陈宇", 1, 1, 0]]);
    expect((await w.as(rep, slaBoard, { show: "late" })).items.map((i) => i.lead.id)).toEqual([a]);
    expect((await w.as(admin, slaBoard, {})).items.map((i) => i.lead.id).sort()).toEqual([a, b, late, c, d].sort());
    expect((await w.as(admin, slaBoard, { team_id: east, show: "paused" })).items.map((i) => i.lead.id)).toEqual([c]);
    expect((await w.as(other, slaBoard, { owner_id: rep.id })).items).toEqual([]);
  });
});
