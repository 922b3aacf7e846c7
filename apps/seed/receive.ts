import { type Actor, type Ctx, type House, systemCtx, visitorCtx } from "../../core/ctx.ts";
import { again } from "../../core/db/again.ts";
import { type Channel, channels } from "../../leads/capture/channels.ts";
import type { Answer, Arrival } from "../../leads/capture/arrival.ts";
import { intakeRead } from "../../leads/capture/intake.ts";
import { readArrivals } from "../../leads/capture/read.ts";
import type { Cast, Lead } from "./cast.ts";
import type { Source } from "./data/sources.ts";
import { ENTERPRISE } from "./data/words.ts";
import type { Random } from "./random.ts";
import { lightly, type Stage } from "./stage.ts";
import { take } from "./take.ts";

interface Came {
  source: Source;
  arrival: Arrival;
}

/** What a door hands over at a moment. */
export interface Batch {
  at: Date;
  items: Came[];
}

/**
 * Takes batches through the doors they come by, one after the other, and hands what they became to the story. While one is being written
 * the next is read and looks for its candidates, as an import does.
 */
export async function receive(stage: Stage, cast: Cast, random: Random, marketer: Actor, batches: readonly Batch[]): Promise<Answer[]> {
  const doors = await channels.get(stage.house);
  const taken: Promise<Answer[]>[] = [];
  let turn = Promise.resolve();
  for (const { at, items } of batches) {
    for (const [key, came] of Map.groupBy(items, (item) => item.source.channel)) {
      const channel = doors.get(key) as Channel;
      const ctx = senderOf({ ...stage.house, clock: { now: () => at } }, channel, marketer);
      await turn;
      turn = new Promise((inTurn) => {
        // The story hears of them in their order, whichever answer comes first.
        const answers = Promise.all([through(ctx, channel, came.map((one) => one.arrival), inTurn), taken.at(-1)]).then(([all]) => {
          all.forEach((answer, i) => enter(cast, random, answer, came[i] as Came, at));
          return all;
        });
        answers.catch(() => {});
        taken.push(answers);
      });
    }
  }
  return (await Promise.all(taken)).flat();
}

function through(ctx: Ctx, channel: Channel, arrivals: readonly Arrival[], inTurn: () => void): Promise<Answer[]> {
  return again(() => lightly(ctx, async (tx) => intakeRead(tx, channel, await readArrivals(tx, channel, arrivals), inTurn))).finally(inTurn);
}

/** Who brings it: a visitor of the form, a machine, or somebody of the marketing team. */
function senderOf(house: House, channel: Channel, marketer: Actor): Ctx {
  const cause = { kind: channel.kind === "import" ? "import" : "capture" } as const;
  if (channel.kind === "form") return visitorCtx(house, channel.name, { requestId: "sample" });
  const ctx = systemCtx(house, channel.name, cause);
  return channel.kind === "hand" || channel.kind === "import" ? { ...ctx, actor: marketer } : ctx;
}

function enter(cast: Cast, random: Random, answer: Answer, { source, arrival }: Came, now: Date): void {
  cast.counts.arrived++;
  if (answer.outcome !== "created" || answer.lead_id === null) return;
  cast.counts.created++;
  const { payload } = arrival;
  const nested = payload as { answers?: { product?: string }; user?: { province?: string } };
  const product = (payload.product_line ?? nested.answers?.product ?? null) as string | null;
  const lead: Lead = {
    id: answer.lead_id, source, grade: answer.grade ?? "D4", product, province: (payload.province ?? nested.user?.province ?? null) as string | null,
    owner: null, former: null, turn: 0, closed: false, key: product === ENTERPRISE, next: null,
  };
  cast.leads.set(lead.id, lead);
  const rep = answer.owner_id ? cast.byId.get(answer.owner_id) : undefined;
  if (rep) take(cast, random, lead, rep, now, false);
  else cast.pool.add(lead);
}
