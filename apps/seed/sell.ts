import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { localDate } from "../../core/language/zone.ts";
import { updateRows } from "../../core/records/write.ts";
import { Refusal } from "../../core/refusal.ts";
import { convert } from "../../leads/convert/convert.ts";
import type { Wish } from "../../leads/convert/shapes.ts";
import { LOST, WON } from "../../leads/opportunity.object.ts";
import type { Cast, Crew, Lead, Rep } from "./cast.ts";
import { LOST_REASONS } from "./data/texts.ts";
import type { Random } from "./random.ts";
import { by } from "./stage.ts";
import { close } from "./take.ts";
import { sound } from "./work.ts";

const DAY = 86_400_000;

/** Turns a crew's ripe leads into accounts, contacts and opportunities. */
export async function convertRipe(tx: Ctx, cast: Cast, crew: Pick<Crew, "actor" | "dice" | "pending">): Promise<void> {
  const random = crew.dice;
  const ripe = crew.pending.flatMap(({ lead, turn, step }) => step.endings.flatMap((e) => (e.do === "convert" && lead.turn === turn && !lead.closed ? [{ lead, amount: e.amount }] : [])));
  crew.pending = [];
  if (ripe.length === 0) return;
  const zone = tx.house.settings.timeZone;
  const wishes = ripe.map(({ lead, amount }): Wish => ({ id: lead.id, opportunity: { amount, close_date: localDate(tx.now.getTime() + random.int(20, 60) * DAY, zone) } }));
  const answers = await convert(by(tx, crew.actor, "lead.convert"), wishes);
  answers.forEach((answer, i) => {
    // Somebody else may look after the company by now: the lead stays as it is.
    if (answer instanceof Refusal) return;
    const { lead } = ripe[i] as { lead: Lead };
    const owner = lead.owner as Rep;
    close(cast, lead);
    cast.counts.converted++;
    if (answer.opportunity_id) cast.sales.push({ id: answer.opportunity_id, owner, moves: movesOf(random, tx.now, owner) });
  });
}

function movesOf(random: Random, from: Date, rep: Rep): { at: Date; stage: string; lost?: string }[] {
  const moves: { at: Date; stage: string; lost?: string }[] = [];
  let at = from;
  const move = (days: number, stage: string, lost?: string) => {
    at = new Date(at.getTime() + days * DAY);
    moves.push({ at, stage, ...(lost ? { lost } : {}) });
  };
  const lost = (days: number) => move(days, LOST, random.pick(LOST_REASONS));
  if (random.chance(0.14)) lost(random.int(6, 20));
  else {
    move(random.int(3, 10), "proposal");
    if (random.chance(0.2)) lost(random.int(6, 20));
    else {
      move(random.int(5, 14), "negotiation");
      if (random.chance(0.66 * rep.employee.skill)) move(random.int(6, 22), WON);
      else if (random.chance(0.7)) lost(random.int(8, 25));
    }
  }
  return moves;
}

/** Moves sales on to where they have come by now: those of the rep who acts, or everybody's. */
export async function advanceSales(tx: Ctx, cast: Cast, actor: Crew["actor"]): Promise<void> {
  const zone = tx.house.settings.timeZone;
  const changes = cast.sales.filter((s) => actor.kind === "system" || s.owner.actor.id === actor.id).flatMap((sale) => {
    const done = sale.moves.filter((m) => m.at <= tx.now);
    const last = done.at(-1);
    if (!last) return [];
    sale.moves = sale.moves.filter((m) => m.at > tx.now);
    const closed = last.stage === WON || last.stage === LOST;
    const row: Row = { stage: last.stage, ...(closed ? { closed_at: last.at.toISOString(), close_date: localDate(last.at.getTime(), zone), lost_reason: last.lost ?? null } : {}) };
    return [{ id: sale.id, changes: row }];
  });
  cast.sales = cast.sales.filter((s) => s.moves.length > 0);
  if (changes.length > 0) sound(await updateRows(by(tx, actor, "record.patch"), "opportunity", changes));
}
