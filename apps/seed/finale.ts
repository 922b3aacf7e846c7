import type { Actor } from "../../core/ctx.ts";
import { localDate, startOfDay } from "../../core/language/zone.ts";
import { createRows } from "../../core/records/write.ts";
import { assignLeads, transferLeads } from "../../leads/pool/ops/hand_over.ts";
import type { arrivalMaker } from "./arrivals.ts";
import type { Cast, Rep } from "./cast.ts";
import { sourceNamed } from "./data/sources.ts";
import type { Random } from "./random.ts";
import { receive } from "./receive.ts";
import { by, scene, type Stage } from "./stage.ts";
import { sound } from "./work.ts";

const MINUTE = 60_000;

/** The present: leads that have just come in and wait for the rep of the demo, and tasks that are due today or overdue. */
export async function today(stage: Stage, cast: Cast, random: Random, make: ReturnType<typeof arrivalMaker>, people: { rep: Rep; manager: Actor; director: Actor; marketer: Actor }, end: Date): Promise<void> {
  const { rep, manager, director, marketer } = people;
  for (const [minutes, names] of [[52, ["官网表单", "百度推广", "官网表单"]], [27, ["客户推荐", "官网表单"]], [9, ["电话咨询", "官网表单", "微信公众号", "电话咨询"]]] as const) {
    const at = new Date(end.getTime() - minutes * MINUTE);
    stage.at(at);
    const items = names.map((name) => ({ source: sourceNamed(name), arrival: make(sourceNamed(name), new Date(at.getTime() - random.int(5, 50) * 1_000)) }));
    const answers = await receive(stage, cast, random, marketer, [{ at, items }]);
    const mine = answers.filter((a) => a.outcome === "created" && a.lead_id !== null && a.owner_id !== rep.actor.id);
    const waiting = mine.filter((a) => a.owner_id === null).map((a) => a.lead_id as string);
    const owned = mine.filter((a) => a.owner_id !== null).map((a) => a.lead_id as string);
    await scene(stage, async (tx) => {
      if (waiting.length > 0) await assignLeads.run(by(tx, director, "lead.assign"), { ids: waiting, owner_id: rep.actor.id, note: "请尽快联系" });
      if (owned.length > 0) await transferLeads.run(by(tx, director, "lead.transfer"), { ids: owned, owner_id: rep.actor.id, note: "今天由张晨跟进" });
    });
  }
  stage.at(end);
  const zone = stage.house.settings.timeZone;
  const open = [...cast.leads.values()].filter((l) => l.owner === rep && !l.closed).slice(-12);
  const midnight = startOfDay(localDate(end.getTime() + 24 * 60 * MINUTE, zone), zone);
  const later = (hours: number) => new Date(Math.min(end.getTime() + hours * 60 * MINUTE, midnight - 5 * MINUTE)).toISOString();
  const ago = (hours: number) => new Date(end.getTime() - hours * 60 * MINUTE).toISOString();
  const tasks = [["整理上周拜访纪要", later(2)], ["给客户发送合同模板", later(3)], ["电话确认演示时间", later(1)], ["补录名片信息", ago(20)], ["回复报价问题", ago(44)]] as const;
  await scene(stage, async (tx) => {
    sound(await createRows(by(tx, rep.actor, "record.create"), "task", tasks.map(([title, due_at], i) => ({ title, due_at, owner_id: rep.actor.id, priority: i === 2 ? "high" : "normal", lead_id: i === 0 ? null : (open[i]?.id ?? null) }))));
    sound(await createRows(by(tx, manager, "record.create"), "task", [{ title: "周会：华东大区线索时限达成", due_at: later(4), owner_id: manager.id, priority: "normal" }, { title: "复盘高建平未跟进的线索", due_at: ago(18), owner_id: manager.id, priority: "high" }]));
  });
}
