import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { createRows, updateRows, type Written } from "../../core/records/write.ts";
import { acceptLeads } from "../../leads/pool/ops/stage.ts";
import { claimLeads } from "../../leads/pool/ops/claim.ts";
import { releaseLeads } from "../../leads/pool/ops/release.ts";
import { verb } from "../../leads/pool/verbs.ts";
import type { Cast, Crew, Due, Lead, Rep } from "./cast.ts";
import { NEXT_STEPS, RELEASE_REASONS } from "./data/texts.ts";
import type { Ending } from "./plan.ts";
import type { Random } from "./random.ts";
import { by } from "./stage.ts";
import { close, leave, take } from "./take.ts";

export interface Day {
  /** Whether what comes next is kept as tasks: only lately, older ones are long done. */
  tasks: boolean;
  keyPool: string;
}

const current = ({ lead, turn }: Due): boolean => lead.turn === turn && !lead.closed;

/** A crew's day: logs what was done; where `settle` is set, brings leads up to date. */
export async function workDay(tx: Ctx, cast: Cast, crew: Crew, day: Day, plan: { due: readonly Due[]; settle: boolean }): Promise<void> {
  const due = plan.due.filter(current);
  if (due.length > 0) {
    const rows = due.map(({ lead, step }): Row => ({
      kind: step.kind, direction: "out", outcome: step.outcome, summary: step.summary, minutes: step.minutes, happened_at: step.at.toISOString(), lead_id: lead.id, owner_id: ownerOf(lead),
    }));
    sound(await createRows(by(tx, crew.actor, "lead.log"), "activity", rows));
    cast.counts.activities += rows.length;
    crew.pending.push(...due.filter((d) => d.step.endings.length > 0));
    if (day.tasks) await nextSteps(tx, crew, due);
  }
  if (plan.settle) await settle(tx, cast, crew, day);
}

const ownerOf = (lead: Lead): string | null => lead.owner?.actor.id ?? null;

async function nextSteps(tx: Ctx, { actor, dice }: Crew, due: readonly Due[]): Promise<void> {
  const open = due.filter((d) => d.next !== null);
  if (open.length === 0) return;
  // Some put a date down and do not keep it.
  const steps = open.map((d) => ({ lead: d.lead, at: new Date((d.next as Date).getTime() - (dice.chance(0.15) ? 26 * 3_600_000 : 0)).toISOString(), text: dice.pick(NEXT_STEPS) }))
    .filter((s) => s.at > tx.now.toISOString());
  sound(await updateRows(by(tx, actor, "lead.log"), "lead", steps.map((s) => ({ id: s.lead.id, changes: { next_step_at: s.at, next_step: s.text } }))));
  sound(await createRows(by(tx, actor, "task.next_step"), "task", steps.map((s) => ({ title: s.text, due_at: s.at, owner_id: ownerOf(s.lead), lead_id: s.lead.id, priority: "normal", is_next_step: true }))));
}

/** Enters what has become of leads: in the order of their life, each kind in one batch. */
async function settle(tx: Ctx, cast: Cast, crew: Crew, day: Day): Promise<void> {
  const { actor, dice } = crew;
  const endings = crew.pending.filter(current).flatMap(({ lead, step }) => step.endings.map((ending) => ({ lead, ending })));
  const of = (kind: Ending["do"]) => endings.filter((e) => e.ending.do === kind);
  const ids = (some: readonly { lead: Lead }[]) => some.map((e) => e.lead.id);
  const stage = (kind: Ending["do"], to: string) => ids(of(kind)).map((id) => ({ id, changes: { stage: to } }));
  sound(await updateRows(by(tx, actor, "record.patch"), "lead", [...stage("qualify", "qualified"), ...stage("nurture", "nurturing")]));
  if (of("accept").length > 0) await acceptLeads.run(by(tx, actor, "lead.accept"), { ids: ids(of("accept")) });
  const closing = new Map(endings.flatMap(({ lead, ending }) => (ending.do === "disqualify" ? [[lead.id, { lead, reason: ending.reason }] as const] : [])));
  if (closing.size > 0) {
    const done = await verb(by(tx, actor, "lead.disqualify"), [...closing.keys()], (row) => ({ stage: "disqualified", disqualify_reason: closing.get(row.id as string)?.reason ?? "other", next_step_at: null, next_step: null }));
    for (const one of done) {
      const lead = closing.get(one.id)?.lead;
      if (one.row && lead) close(cast, lead);
    }
  }
  for (const key of [true, false]) {
    const back = of("release").filter((e) => e.lead.key === key);
    if (back.length === 0) continue;
    await releaseLeads.run(by(tx, actor, "lead.release"), { ids: ids(back), reason: dice.pick(RELEASE_REASONS), ...(key ? { pool_id: day.keyPool } : {}) });
    for (const { lead } of back) leave(lead);
    crew.released.push(...back.map(({ lead }) => lead));
  }
  crew.pending = crew.pending.filter((d) => current(d) && d.step.endings.some((e) => e.do === "convert"));
}

/** A rep takes leads from the pool; answers those they did not get. */
export async function claim(tx: Ctx, cast: Cast, random: Random, rep: Rep, leads: readonly Lead[]): Promise<Lead[]> {
  const { items } = await claimLeads.run(by(tx, rep.actor, "lead.claim"), { ids: leads.map((l) => l.id) });
  const got = leads.filter((_, i) => items[i]?.ok);
  cast.counts.claims += got.length;
  for (const lead of got) take(cast, random, lead, rep, tx.now, true);
  return leads.filter((_, i) => !items[i]?.ok);
}

/** A refusal would be a mistake of the story. */
export function sound(written: readonly Written[]): Row[] {
  return written.map((w) => {
    if (w.refused) throw w.refused;
    return w.row;
  });
}
