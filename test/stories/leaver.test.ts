import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addLeave } from "../../core/access/people/add_leave.ts";
import { directory } from "../../core/access/directory.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { channels } from "../../leads/capture/channels.ts";
import { intake } from "../../leads/capture/intake.ts";
import { getCollision, raiseCollision } from "../../leads/cleanse/collision/ops.ts";
import type { RoutePolicy } from "../../leads/route/policy.ts";
import { undoReroute } from "../../leads/route/reroute/ops.ts";
import { handOverLeaver, previewLeaver } from "../../leads/team/leaver.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let boss: Person;
let wang: Person;
let li: Person;
let phone = 500_000_000;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  boss = await w.person("总监", "manager");
  await w.team("销售部", undefined, boss.id);
  await w.team("华东", "销售部");
  [wang, li] = await Promise.all(["王芳", "李雷"].map((name) => w.person(name, "rep", "华东"))) as [Person, Person];
});
afterAll(() => w.close());

const leads = async (count: number, more: Record<string, unknown> = {}) =>
  (await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: count }, (_, i) => ({ name: `客户 ${i}`, phone: `+8613${phone++}`, stage: "new", ...more })) as never))).map((one) => one.row?.id as string);
const one = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(w.house.db)).rows[0] as T;
const ownerOf = async (id: string) => (await one(sql<{ owner_id: string | null }>`select owner_id from crm.lead where id = ${id}`)).owner_id;

describe("somebody leaves who is more than an owner", () => {
  it("is not switched off while anything would stay with them, and each part is named", async () => {
    const leaver = await w.person("赵强", "manager", "华东");
    const team = await w.team("直销组", "销售部", leaver.id);
    await leads(2, { owner_id: leaver.id });
    await expect(w.as(admin, handOverLeaver, { id: leaver.id, deactivate: true, plan: {} })).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "plan.lead" }, { path: "plan.roles" }] });
    await expect(w.as(admin, handOverLeaver, { id: leaver.id, deactivate: true, plan: { lead: { by: "person", id: leaver.id } } })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await one(sql<{ status: string }>`select status from clew.person where id = ${leaver.id}`)).toEqual({ status: "active" });
    // Without switching off a part may be handed on.
    await w.as(admin, handOverLeaver, { id: leaver.id, plan: { lead: { by: "person", id: li.id } } });
    expect(await one(sql<{ manager_id: string }>`select manager_id from clew.team where id = ${team}`)).toEqual({ manager_id: leaver.id });
  });

  it("teams, pools and covers go to the successor in the same step, and come back with it", async () => {
    const leaver = await w.person("钱进", "manager", "华东");
    const team = await w.team("渠道组", "销售部", leaver.id);
    const away = await w.person("休假人", "rep", "华东");
    await w.as(away, addLeave, { id: away.id, from_at: "2026-05-01T00:00:00+08:00", to_at: "2026-05-05T00:00:00+08:00", cover: { to: "person", id: leaver.id } });
    const pools = (await transaction(w.system(), (tx) => createRows(tx, "pool", [{ name: "甲", everyone: true, admin_people: [leaver.id] }, { name: "乙", everyone: true, admin_people: [boss.id, leaver.id] }] as never))).map((made) => made.row?.id as string);
    const preview = await w.as(admin, previewLeaver, { id: leaver.id, plan: {} });
    expect(preview.roles).toMatchObject([{ kind: "team", name: "渠道组" }, { kind: "pool", name: "乙" }, { kind: "pool", name: "甲" }, { kind: "leave", name: "休假人" }]);
    const done = await w.as(admin, handOverLeaver, { id: leaver.id, deactivate: true, plan: { roles: { by: "person", id: boss.id } } });
    const standing = async () => ({
      manager: (await one(sql<{ manager_id: string }>`select manager_id from clew.team where id = ${team}`)).manager_id,
      admins: (await sql<{ admin_people: string[] }>`select admin_people from crm.pool where id = any(${pools}::uuid[]) order by name`.execute(w.house.db)).rows.map((row) => row.admin_people),
      cover: (await one(sql<{ cover: { id: string } }>`select cover from clew.leave where person_id = ${away.id}`)).cover.id,
    });
    expect(await standing()).toEqual({ manager: boss.id, admins: [[boss.id], [boss.id]], cover: boss.id });
    expect((await directory.get(w.house)).teams.get(team)?.managerId).toBe(boss.id);
    expect(done.undoable).toBe(true);
    await w.as(admin, undoReroute, { id: done.id });
    const back = await standing();
    expect({ ...back, admins: back.admins.map((some) => [...some].sort()) }).toEqual({ manager: leaver.id, admins: [[boss.id, leaver.id].sort(), [leaver.id]], cover: leaver.id });
    expect(await one(sql<{ status: string }>`select status from clew.person where id = ${leaver.id}`)).toEqual({ status: "active" });
  });

  it("a claim under a collision goes with its lead; who claimed without a lead gives up; who was to decide is replaced", async () => {
    const leaver = await w.person("孙悦", "manager", "华东");
    await w.team("三组", "销售部", leaver.id);
    await sql`update clew.team set manager_id = ${leaver.id} where name = '华东'`.execute(w.house.db);
    await directory.changed(w.system());
    const [held] = await leads(1, { owner_id: leaver.id }) as [string];
    const [theirs] = await leads(1, { owner_id: wang.id }) as [string];
    const [between] = await leads(1, { owner_id: wang.id }) as [string];
    const number = async (id: string) => (await one(sql<{ phone: string }>`select phone from crm.lead where id = ${id}`)).phone.slice(3);
    const against = await w.as(li, raiseCollision, { phone: await number(held), note: "展会见过" });
    const own = await w.as(leaver, raiseCollision, { phone: await number(theirs), note: "老同学" });
    const decides = await w.as(li, raiseCollision, { phone: await number(between), note: "上月拜访" });
    expect(await one(sql<{ decider_id: string }>`select decider_id from clew.collision where id = ${decides.id}`)).toEqual({ decider_id: leaver.id });
    expect(await w.as(admin, previewLeaver, { id: leaver.id, plan: {} })).toMatchObject({ collisions: 3 });
    const done = await w.as(admin, handOverLeaver, { id: leaver.id, deactivate: true, plan: { lead: { by: "person", id: wang.id }, roles: { by: "person", id: boss.id } } });
    expect(done).toMatchObject({ counts: { moved: 1 } });
    expect(await ownerOf(held)).toBe(wang.id);
    const of = (id: string) => one(sql<{ state: string; holder_id: string; claimant_id: string; decider_id: string | null }>`select state, holder_id, claimant_id, decider_id from clew.collision where id = ${id}`);
    expect(await of(against.id)).toMatchObject({ state: "open", holder_id: wang.id, claimant_id: li.id });
    expect(await of(own.id)).toMatchObject({ state: "withdrawn" });
    expect(await of(decides.id)).toMatchObject({ state: "open", decider_id: boss.id });
    expect(await w.as(wang, getCollision, { id: against.id })).toMatchObject({ side: "holder" });
    const left = await one(sql<{ n: number }>`select count(*)::int as n from clew.collision where frozen and ${leaver.id} in (holder_id, claimant_id, decider_id)`);
    expect(left.n).toBe(0);
    // Everybody else's transfer still waits for the verdict; taking the hand-over back gives the claim back with the lead.
    await transaction(w.system(), async (tx) => expect((await updateRows(tx, "lead", [{ id: held, changes: { owner_id: admin.id } }]))[0]?.refused).toMatchObject({ code: "in_collision" }));
    await w.as(admin, undoReroute, { id: done.id });
    expect(await ownerOf(held)).toBe(leaver.id);
    expect(await of(against.id)).toMatchObject({ state: "open", holder_id: leaver.id });
  });

  it("a time to accept ends with the move, and the lead is offered to whoever gets it by the rules", async () => {
    const leaver = await w.person("周末", "rep", "华东");
    const publish = async (...ids: string[]) => {
      const body: RoutePolicy = { rules: [{ id: "turn", name: { zh: "轮流", en: "In turn" }, when: { all: [] }, target: { kind: "people", ids }, strategy: { kind: "round_robin" }, accept_within: { minutes: 60, time: "wall" } }], fallback: { kind: "pool", id: DEFAULT_POOL } };
      await w.as(admin, draftPolicy, { kind: "route", body });
      await w.as(admin, publishPolicy, { kind: "route" });
    };
    await publish(leaver.id);
    const channel = (await channels.get(w.house)).get("hand") as never;
    const [made] = await transaction(w.system(), (tx) => intake(tx, channel, [{ payload: { name: "新客", phone: "13511112222" } }] as never));
    expect(await ownerOf(made?.lead_id as string)).toBe(leaver.id);
    await publish(leaver.id, li.id);
    expect(await w.as(admin, previewLeaver, { id: leaver.id, plan: {} })).toMatchObject({ offers: 1 });
    await w.as(admin, handOverLeaver, { id: leaver.id, deactivate: true, plan: { lead: { by: "policy" } } });
    const { rows } = await sql<{ owner_id: string; outcome: string | null }>`select owner_id, outcome from clew.route_offer where lead_id = ${made?.lead_id as string} order by offered_at, outcome nulls last`.execute(w.house.db);
    expect(rows).toEqual([{ owner_id: leaver.id, outcome: "moved" }, { owner_id: li.id, outcome: null }]);
  });
});
