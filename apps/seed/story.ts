import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import { type Ctx, systemCtx } from "../../core/ctx.ts";
import { type Sweep, sweepDue } from "../../core/jobs/sweep.ts";
import { addDays, localDate, startOfDay } from "../../core/language/zone.ts";
import { readNotifications } from "../../core/notifications/ops.ts";
import { updateRows } from "../../core/records/write.ts";
import { sweepHolds } from "../../leads/pool/sweep.ts";
import { businessBetween } from "../../leads/sla/calendar.ts";
import { organisationCalendar } from "../../leads/sla/organisation_calendar.ts";
import { sweepClocks } from "../../leads/clock.rules.ts";
import { sweepReminders } from "../../leads/tasks/reminders.ts";
import { arrivalMaker } from "./arrivals.ts";
import type { Cast, Crew, Due, Lead, Rep } from "./cast.ts";
import { EMPLOYEES } from "./data/company.ts";
import { REGIONS } from "./data/words.ts";
import { today as presentDay } from "./finale.ts";
import type { Founded } from "./found.ts";
import { random, type Random } from "./random.ts";
import { type Batch, receive } from "./receive.ts";
import { seasons, slotsOf } from "./season.ts";
import { advanceSales, convertRipe } from "./sell.ts";
import { actorOf, by, lightly, scene, type Stage } from "./stage.ts";
import { leave } from "./take.ts";
import { claim, sound, workDay } from "./work.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** When the day's work is written down, in minutes after midnight. */
const EVENING = 18 * 60 + 20;
const SWEEPS = [sweepClocks, sweepHolds, sweepReminders] as unknown as readonly Sweep<never>[];
/** For how many last days reps enter their own work, with next steps as tasks; and for how many messages stay unread. */
const RECENT_DAYS = 12;
const UNREAD_DAYS = 1;
/** What was done before is written down together every so many working days, and sweeps come after it. */
const WRITTEN_EVERY = 2;
/** Connections the reps' days are spread over; nobody's leads lie in two of them. */
const LANES = 2;
const CLAIM_EVERY = 10;

export interface Telling {
  end: Date;
  days: number;
  leads: number;
  seed: number;
  progress(done: number): Promise<void> | void;
}

/** Lives through the days of the story up to now, each in the order in which things happened. */
export async function tell(stage: Stage, company: Founded, telling: Telling): Promise<Cast["counts"]> {
  const dice = random(telling.seed);
  const cast = await gather(stage, company);
  const { calendar } = cast;
  const zone = calendar.timeZone;
  const now = localDate(telling.end.getTime(), zone);
  const make = arrivalMaker(random(telling.seed + 1), now, zone);
  const own = new Map(cast.reps.map((rep): [Rep, Crew] => [rep, { actor: rep.actor, dice: random(telling.seed + 100 + rep.place), pending: [], released: [] }]));
  const before = Array.from({ length: LANES }, (_, lane): Crew => ({ actor: systemCtx(stage.house, "历史跟进", { kind: "seed" }).actor, dice: random(telling.seed + 2 + lane), pending: [], released: [] }));
  const marketer = await actorOf(stage.house, company.person.get("林晓雯") as string);
  const days = seasons(calendar, now, telling.days, telling.leads);
  let unwritten: Due[] = [];
  let worked = 0;
  for (const [i, day] of days.entries()) {
    const start = startOfDay(day.date, zone);
    const evening = new Date(Math.min(start + EVENING * MINUTE, telling.end.getTime()));
    const last = i === days.length - 1;
    const recent = days.length - i <= RECENT_DAYS;
    const batches = slotsOf(dice, day, zone, !recent).filter((slot) => slot.at <= telling.end)
      .map(({ at, sources }): Batch => ({ at, items: sources.map((source) => ({ source, arrival: make(source, new Date(at.getTime() - dice.int(0, 25 * 60) * 1_000)) })) }));
    if (i === days.length - 1 - UNREAD_DAYS) await readAll(stage, new Date(start));
    await receive(stage, cast, dice, marketer, batches.filter(({ at }) => at <= evening));
    stage.at(evening);
    const working = businessBetween(calendar, new Date(start), new Date(start + DAY)) > 0;
    if (working) {
      unwritten.push(...dueOn(cast, day.date, evening));
      if (recent || ++worked % WRITTEN_EVERY === 0) {
        const due = unwritten;
        unwritten = [];
        if (recent) await workEach(stage, cast, company, own, due, { day: i, last });
        else await workTogether(stage, cast, company, before, due);
      }
      await claims(stage, cast, own, i);
      if (i % 5 === 4 && !last) await tidyTasks(stage, cast);
    }
    if (unwritten.length === 0) await sweep(stage, cast, new Date(last ? evening.getTime() : evening.getTime() + 5 * MINUTE));
    await receive(stage, cast, dice, marketer, batches.filter(({ at }) => at > evening));
    await telling.progress(i + 1);
  }
  const rep = cast.reps.find((r) => r.employee.mail === "rep") as Rep;
  const manager = await actorOf(stage.house, company.person.get("陈立新") as string);
  const director = await actorOf(stage.house, company.person.get("何志强") as string);
  await presentDay(stage, cast, dice, make, { rep, manager, director, marketer }, telling.end);
  await sweep(stage, cast, telling.end);
  return cast.counts;
}

async function gather(stage: Stage, company: Founded): Promise<Cast> {
  const calendar = await organisationCalendar.get(stage.house);
  const people = await directory.get(stage.house);
  const reps = await Promise.all(EMPLOYEES.filter((e) => e.role === "rep").map(async (employee, place): Promise<Rep> => {
    const actor = await actorOf(stage.house, company.person.get(employee.name) as string);
    const leave = (people.people.get(actor.id)?.leave ?? []).map((l) => ({ from: new Date(l.from), to: new Date(l.to) }));
    return { employee, actor, place, leave };
  }));
  return {
    reps, calendar, byId: new Map(reps.map((rep) => [rep.actor.id, rep])), leads: new Map(), pool: new Set(), due: new Map(), sales: [],
    counts: { arrived: 0, created: 0, activities: 0, claims: 0, recycled: 0, converted: 0 },
  };
}

/** What was planned for a date and has happened by a moment. */
function dueOn(cast: Cast, date: string, until: Date): Due[] {
  const due = (cast.due.get(date) ?? []).filter((d) => d.lead.owner !== null && d.step.at <= until);
  cast.due.delete(date);
  return due;
}

async function workTogether(stage: Stage, cast: Cast, company: Founded, crews: readonly Crew[], due: readonly Due[]): Promise<void> {
  await inLanes(stage, (tx, lane) => {
    const crew = crews[lane] as Crew;
    return workDay(tx, cast, crew, { tasks: false, keyPool: company.keyPool }, { due: due.filter((d) => (d.lead.owner?.place ?? 0) % LANES === lane), settle: true });
  });
  takeBack(cast, crews);
  await scene(stage, async (tx) => {
    const [{ actor, dice }] = crews as [Crew];
    await convertRipe(tx, cast, { actor, dice, pending: crews.flatMap((crew) => crew.pending.splice(0)) });
    await advanceSales(tx, cast, actor);
  });
}

/** Puts what crews have given back into the pool, in one order whoever was quicker. */
function takeBack(cast: Cast, crews: readonly Crew[]): void {
  for (const crew of crews) for (const lead of crew.released.splice(0)) cast.pool.add(lead);
}

async function inLanes(stage: Stage, work: (tx: Ctx, lane: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, (_, lane) => scene(stage, (tx) => work(tx, lane))));
}

async function workEach(stage: Stage, cast: Cast, company: Founded, own: ReadonlyMap<Rep, Crew>, due: readonly Due[], { day, last }: { day: number; last: boolean }): Promise<void> {
  const plans = working(cast, stage.now()).map((rep) => ({ rep, crew: own.get(rep) as Crew, settle: last || (day + rep.place) % 2 === 0, due: due.filter((d) => d.lead.owner === rep) }));
  await inLanes(stage, async (tx, lane) => {
    for (const { crew, ...plan } of plans.filter((p) => p.rep.place % LANES === lane)) await workDay(tx, cast, crew, { tasks: true, keyPool: company.keyPool }, plan);
  });
  takeBack(cast, plans.map(({ crew }) => crew));
  // Two conversions may concern one company, and lock it: one after the other.
  await scene(stage, async (tx) => {
    for (const { rep, crew, settle } of plans) {
      if (settle) await convertRipe(tx, cast, crew);
      if (last || (day + rep.place) % 3 === 0) await advanceSales(tx, cast, crew.actor);
    }
  });
}

const working = (cast: Cast, now: Date): Rep[] => cast.reps.filter((rep) => !rep.leave.some((l) => l.from <= now && now < l.to));

/** Reps take leads from the pool, each every so many days. */
async function claims(stage: Stage, cast: Cast, own: ReadonlyMap<Rep, Crew>, day: number): Promise<void> {
  const claiming = working(cast, stage.now()).filter((rep) => (day + rep.place) % CLAIM_EVERY === 0);
  if (claiming.length === 0) return;
  const wanted = claiming.map((rep) => ({ rep, leads: chosen(cast, (own.get(rep) as Crew).dice, rep) })).filter(({ leads }) => leads.length > 0);
  const missed: Lead[][] = [];
  await inLanes(stage, async (tx, lane) => {
    for (const [i, { rep, leads }] of wanted.entries()) if (rep.place % LANES === lane) missed[i] = await claim(tx, cast, (own.get(rep) as Crew).dice, rep, leads);
  });
  for (const lead of missed.flat()) cast.pool.add(lead);
}

/** Leads of the pool a rep picks for themselves: their own region first, never their own old ones. */
function chosen(cast: Cast, dice: Random, rep: Rep): Lead[] {
  const most = Math.round(dice.int(11, 20) * rep.employee.diligence);
  const mine = REGIONS.find((r) => r.places.some(([province]) => rep.employee.territories?.includes(province)))?.places.map(([province]) => province);
  const picked: Lead[] = [];
  for (const lead of [...cast.pool].reverse()) {
    if (picked.length >= most) break;
    if (lead.former === rep || lead.key !== (rep.employee.team === "大客户组")) continue;
    const near = lead.province !== null && (mine?.includes(lead.province) ?? true);
    if (near || dice.chance(0.3)) picked.push(lead);
  }
  for (const lead of picked) cast.pool.delete(lead);
  return picked;
}

/** Lets fall due what does, and learns which leads went back to the pool. */
async function sweep(stage: Stage, cast: Cast, at: Date): Promise<void> {
  stage.at(at);
  await sweepDue(stage.house, SWEEPS, lightly);
  const { rows } = await sql<{ lead_id: string }>`select lead_id from clew.hold where from_at >= ${at} and how = 'recycle' order by lead_id`.execute(stage.house.db);
  for (const { lead_id } of rows) {
    const lead = cast.leads.get(lead_id);
    if (!lead?.owner) continue;
    cast.counts.recycled++;
    leave(lead);
    cast.pool.add(lead);
  }
}

/** Reps tick off what is long over. */
async function tidyTasks(stage: Stage, cast: Cast): Promise<void> {
  await scene(stage, async (tx) => {
    const { rows } = await sql<{ id: string; owner_id: string }>`select id, owner_id from crm.task where done_at is null and due_at < ${new Date(tx.now.getTime() - 2 * DAY)}`.execute(tx.db);
    for (const rep of cast.reps) {
      const mine = rows.filter((row) => row.owner_id === rep.actor.id);
      if (mine.length > 0) sound(await updateRows(by(tx, rep.actor, "task.complete"), "task", mine.map(({ id }) => ({ id, changes: { done_at: tx.now.toISOString() } }))));
    }
  });
}

async function readAll(stage: Stage, at: Date): Promise<void> {
  stage.at(at);
  const people = await directory.get(stage.house);
  await scene(stage, async (tx) => {
    for (const id of people.people.keys()) await readNotifications.run(by(tx, await actorOf(stage.house, id)), {});
  });
}

/** The first day of a story that ends now. */
export const beginning = (end: Date, days: number, timeZone: string): Date => new Date(startOfDay(addDays(localDate(end.getTime(), timeZone), -days), timeZone) + 9 * 60 * MINUTE);
