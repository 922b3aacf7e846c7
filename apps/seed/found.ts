import { createPerson } from "../../core/access/people/create.ts";
import { addLeave } from "../../core/access/people/add_leave.ts";
import { createTeam } from "../../core/access/teams/create.ts";
import { updateTeam } from "../../core/access/teams/update.ts";
import { localDate, addDays, startOfDay } from "../../core/language/zone.ts";
import { createRows } from "../../core/records/write.ts";
import { createChannel } from "../../leads/capture/ops/channels.ts";
import { type Employee, DOMAIN, EMPLOYEES, SIGN_INS, TEAMS } from "./data/company.ts";
import { CAMPAIGNS } from "./data/campaigns.ts";
import { by, scene, type Stage } from "./stage.ts";

export interface Founded {
  team: ReadonlyMap<string, string>;
  person: ReadonlyMap<string, string>;
  keyPool: string;
}

/** Teams, people, absences, pools, campaigns and channels. People of the list of sign-ins get the password, the others none. */
export async function found(stage: Stage, options: { password: string | null; end: Date; days: number }): Promise<Founded> {
  const team = new Map<string, string>();
  const person = new Map<string, string>();
  const signIns = new Set(SIGN_INS.map(([mail]) => mail));
  await scene(stage, async (tx) => {
    for (const [name, parent] of TEAMS) team.set(name, (await createTeam.run(tx, { name, parent_id: parent === null ? null : (team.get(parent) as string) })).id);
    for (const employee of EMPLOYEES) {
      const { id } = await createPerson.run(tx, personInput(employee, team.get(employee.team) as string, signIns.has(employee.mail) ? options.password : null));
      person.set(employee.name, id);
      if (employee.leads) await updateTeam.run(tx, { id: team.get(employee.leads) as string, manager_id: id });
    }
    for (const leave of absences(options.end, options.days, tx.house.settings.timeZone)) await addLeave.run(tx, { id: person.get(leave.name) as string, from_at: leave.from, to_at: leave.to, note: leave.note });
  });
  const keyPool = await scene(stage, async (tx) => {
    const [pool] = await createRows(tx, "pool", [{ name: "大客户公海", everyone: false, member_teams: [team.get("大客户组") as string], admin_people: [person.get("何志强") as string], hidden_fields: ["phone", "email", "wechat"] }]);
    await createRows(tx, "campaign", CAMPAIGNS.map((c) => ({
      name: c.name, kind: c.kind, utm_campaign: c.mark, cost: c.cost, note: c.note ?? null,
      starts_on: dayBefore(options.end, c.from, tx.house.settings.timeZone), ends_on: dayBefore(options.end, c.to, tx.house.settings.timeZone),
    })));
    return pool?.row?.id as string;
  });
  await scene(stage, async (tx) => {
    const ctx = by(tx, tx.actor, "channel.create");
    await createChannel.run(ctx, {
      key: "website", kind: "form", name: "官网表单", settings: {
        title: { zh: "预约产品演示", en: "Book a product demo" }, description: { zh: "留下联系方式，顾问会在一个工作日内联系您。", en: "Leave your contact details; a consultant will call you within one working day." },
        thanks: { zh: "已收到，我们会尽快联系您。", en: "Thank you. We will be in touch shortly." }, guard: true, defaults: { source: "官网表单" },
        fields: [{ key: "name", required: true }, { key: "phone", required: true }, { key: "company" }, { key: "product_line" }, { key: "need" }],
      },
    });
    await createChannel.run(ctx, {
      key: "douyin", kind: "webhook", name: "抖音广告", settings: { defaults: { source: "抖音广告" } },
      mapping: { name: "user.name", phone: "user.telphone", city: "user.city", province: "user.province", company: "answers.company", job_title: "answers.title", need: "answers.remark", product_line: "answers.product", utm_campaign: "ad.plan", created_at: "create_time" },
    });
    await createChannel.run(ctx, { key: "expo", kind: "import", name: "展会导入", settings: { defaults: { source: "线下展会" } } });
  });
  return { team, person, keyPool };
}

function personInput({ name, mail, role, territories }: Employee, team_id: string, password: string | null) {
  return { name, email: `${mail}@${DOMAIN}`, role, team_id, territories: territories ?? [], ...(password === null ? {} : { password }) };
}

/** Who was away when; two people are away today. */
function absences(end: Date, days: number, timeZone: string): { name: string; from: string; to: string; note: string }[] {
  const plan: [name: string, from: number, to: number, note: string][] = [
    ["王浩然", 150, 145, "年假"], ["谢梓轩", 128, 124, "年假"], ["宋佳", 110, 96, "病假"], ["朱雅琳", 84, 81, "年假"], ["邓海涛", 62, 58, "年假"], ["韩雪松", 45, 43, "调休"],
    ["潘雪", 33, 30, "年假"], ["孙俊杰", 12, 10, "病假"], ["董明辉", 1, -3, "年假"], ["曾伟明", 0, -1, "事假"],
  ];
  const at = (before: number) => new Date(startOfDay(dayBefore(end, before, timeZone), timeZone)).toISOString();
  return plan.filter(([, from]) => from < days).map(([name, from, to, note]) => ({ name, from: at(from), to: at(to), note }));
}

/** The local date a number of days before an instant. */
export function dayBefore(end: Date, days: number, timeZone: string): string {
  return addDays(localDate(end.getTime(), timeZone), -days);
}
