import { z } from "zod";
import { directory, ownersInScope } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import type { Row } from "../../../core/language/types.ts";
import { Instant } from "../../../core/moments.ts";
import { op } from "../../../core/op.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { emit } from "../../../core/records/history.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { invalidField, NotFound } from "../../../core/refusal.ts";
import { NotYours } from "../../timeline/refusals.ts";
import { slaPolicy } from "../kind.ts";
import { hoursOf, organisationCalendar, teamCalendars } from "../organisation_calendar.ts";
import { pauseClock } from "../pause.ts";
import { CLOCK_STEPS, pausing } from "../policy.ts";
import { NoClock, PauseNotAllowed, PauseUsedUp } from "../refusals.ts";
import { resume, showDue } from "../resume_sweep.ts";
import { openClocks, saveClocks, type StoredClock } from "../stored.ts";
import { ClockOut, shownClocks } from "./shown_clock.ts";

const Clocks = z.object({ items: z.array(ClockOut) });
const Step = z.enum(CLOCK_STEPS).optional();

/** The clocks of a lead that run or stand still. */
export const leadClocks = op({
  name: "lead.clocks",
  title: { zh: "线索的时限", en: "Clocks of a lead" },
  needs: "sla:read",
  http: { method: "GET", path: "/leads/:id/clocks" },
  input: z.strictObject({ id: z.uuid() }),
  output: Clocks,
  async run(ctx, { id }) {
    const [row] = await visibleRows(await viewOf(ctx, "lead"), [id]);
    if (!row) throw NotFound({ object: "lead", id });
    return { items: await shownClocks(ctx, await openClocks(ctx, [id], false)) };
  },
});

/**
 * Lets the clocks of a lead stand still, with the reason why, until somebody resumes them, until a moment, or until the policy's time
 * for pauses is used up. Of one step if named. Refuses where the policy does not let people pause, or nothing runs.
 */
export const pauseClocks = op({
  name: "lead.pause_clocks",
  title: { zh: "暂停时限", en: "Pause clocks" },
  needs: "lead:edit",
  http: { method: "POST", path: "/leads/:id/clocks/pause" },
  input: z.strictObject({ id: z.uuid(), reason: z.string().trim().min(1).max(200), until: Instant.optional(), step: Step }),
  output: Clocks,
  run: (ctx, { id, reason, until, step }) => withClocks(ctx, id, reason, async (tx, clocks) => {
    const ends = until === undefined ? null : new Date(until);
    if (ends && ends <= tx.now) throw invalidField("until", { zh: "请选择将来的时间", en: "Choose a time that is still to come" });
    const [{ body }, organisation, teams, people] = await Promise.all([publishedPolicy(tx.house, slaPolicy), organisationCalendar.get(tx.house), teamCalendars.get(tx.house), directory.get(tx.house)]);
    const wanted = clocks.flatMap((clock) => {
      const rule = body.clocks.find((each) => each.id === clock.clock);
      return rule && clock.state === "running" && (step === undefined || clock.step === step) ? [{ clock, rule }] : [];
    });
    if (wanted.length === 0) throw NoClock();
    const allowed = wanted.filter(({ rule }) => pausing(rule).by_hand);
    const name = wanted[0]?.rule.name[tx.locale === "en" ? "en" : "zh"];
    if (allowed.length === 0) throw PauseNotAllowed({ clock: name });
    const paused = allowed.flatMap(({ clock, rule }) => {
      const hours = hoursOf({ organisation, teams }, people, clock.owner_id, new Date(clock.started_at));
      return pauseClock(rule, clock, { by: "hand", reason: { zh: reason, en: reason }, person: tx.actor.id }, ends, hours, tx.now) ?? [];
    });
    if (paused.length === 0) throw PauseUsedUp({ clock: name, minutes: wanted[0] && pausing(wanted[0].rule).max_minutes });
    await saveClocks(tx, paused);
    await showDue(tx, paused);
  }),
});

/** Lets paused clocks of a lead go on with the time they had left. Of one step if named. */
export const resumeClocks = op({
  name: "lead.resume_clocks",
  title: { zh: "继续计时", en: "Resume clocks" },
  needs: "lead:edit",
  http: { method: "POST", path: "/leads/:id/clocks/resume" },
  input: z.strictObject({ id: z.uuid(), step: Step }),
  output: Clocks,
  run: (ctx, { id, step }) => withClocks(ctx, id, undefined, async (tx, clocks) => {
    const paused = clocks.filter((clock) => clock.state === "paused" && (step === undefined || clock.step === step));
    if (paused.length === 0) throw NoClock();
    await resume(tx, paused, () => tx.now);
  }),
});

/** Changes the clocks of a lead of the actor's own or of their teams, its row and then its clocks locked; everybody looking hears of it. */
function withClocks(ctx: Ctx, id: string, note: string | undefined, change: (tx: Ctx, clocks: StoredClock[]) => Promise<void>): Promise<z.input<typeof Clocks>> {
  return transaction(note === undefined ? ctx : { ...ctx, cause: { ...ctx.cause, note } }, async (tx) => {
    const [row] = await visibleRows(await viewOf(tx, "lead"), [id], true);
    if (!row) throw NotFound({ object: "lead", id });
    const owners = ownersInScope(tx.actor, "lead", await directory.get(tx.house));
    if (!row.owner_id || (owners !== null && !owners.includes(row.owner_id as string))) throw NotYours();
    await change(tx, await openClocks(tx, [id], true));
    await emit(tx, tx.cause.event ?? "lead.clocks", "lead", [id], [row as Row]);
    return { items: await shownClocks(tx, await openClocks(tx, [id], false)) };
  });
}
