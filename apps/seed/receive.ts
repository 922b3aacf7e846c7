import { type Actor, type Ctx, systemCtx, visitorCtx } from "../../core/ctx.ts";
import { type Channel, channels } from "../../leads/capture/channels.ts";
import { arriveAll } from "../../leads/capture/door.ts";
import type { Answer, Arrival } from "../../leads/capture/arrival.ts";
import type { Cast, Lead } from "./cast.ts";
import type { Source } from "./data/sources.ts";
import { ENTERPRISE } from "./data/words.ts";
import type { Random } from "./random.ts";
import { scene, type Stage } from "./stage.ts";
import { take } from "./take.ts";

/** Takes a batch of arrivals through the doors they come by, and hands what they became to the story. */
export async function receive(stage: Stage, cast: Cast, random: Random, marketer: Actor, batch: readonly { source: Source; arrival: Arrival }[]): Promise<Answer[]> {
  const doors = await channels.get(stage.house);
  const groups = new Map<string, { source: Source; arrival: Arrival }[]>();
  for (const one of batch) groups.set(one.source.channel, [...(groups.get(one.source.channel) ?? []), one]);
  return scene(stage, async (tx) => {
    const all: Answer[] = [];
    for (const [key, items] of groups) {
      const channel = doors.get(key) as Channel;
      const answers = await arriveAll(senderOf(tx, channel, marketer), channel, items.map((i) => i.arrival));
      answers.forEach((answer, i) => enter(cast, random, answer, items[i] as { source: Source; arrival: Arrival }, tx.now));
      all.push(...answers);
    }
    return all;
  });
}

/** Who brings it: a visitor of the form, a machine, or somebody of the marketing team. */
function senderOf(tx: Ctx, channel: Channel, marketer: Actor): Ctx {
  const ctx = channel.kind === "form" ? visitorCtx(tx.house, channel.name, tx.via) : systemCtx(tx.house, channel.name, { kind: "capture" });
  const person = channel.kind === "hand" || channel.kind === "import" ? { actor: marketer, cause: { kind: channel.kind === "import" ? "import" : "hand" } as const } : {};
  return { ...ctx, ...person, now: tx.now, db: tx.db, ...(tx.afterCommit ? { afterCommit: tx.afterCommit } : {}) };
}

function enter(cast: Cast, random: Random, answer: Answer, { source, arrival }: { source: Source; arrival: Arrival }, now: Date): void {
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
