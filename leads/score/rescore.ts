import { sql } from "kysely";
import { type Ctx, type House, systemCtx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { enqueue, job } from "../../core/jobs/queue.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { planDue } from "./due.ts";
import type { ScorePolicy } from "./policy.ts";
import { type InForce, readScores, scoreAgain, type Scored, writeScores } from "./score_again.ts";

/** Short enough that nobody waits long for a lead being written, long enough that statements weigh little. */
const CHUNK = 1_000;

interface Progress {
  version: number;
  after: string;
}

/** The chunk after the one being written, read and scored meanwhile. */
interface Ahead {
  of: string;
  scored: Promise<Scored[]>;
}

/**
 * Brings the scores of open leads up to a newly published policy, a chunk a job: each chunk commits together with the
 * next one's place in the queue, so that a crash continues where it stood. Stops when a newer version has been published.
 * The next chunk is read without locks while the database writes this one; what changed in between is scored again under lock.
 */
export const rescore = job<Progress>({
  name: "score.rescore",
  async run(house, { version, after }) {
    const ctx = systemCtx(house, "score.rescore", { kind: "rule", event: "lead.rescored", id: `score:${version}` });
    // The queue may be quicker than the news that what this process has cached is no longer in force.
    const published = (await publishedPolicies.fresh(ctx)).get("score");
    if (published?.version !== version) return;
    const policy: InForce = { body: published.body as ScorePolicy, version };
    const scored = await chunkAfter(ctx, policy, after);
    const last = scored.length === CHUNK ? scored.at(-1)?.id : undefined;
    if (last !== undefined) readAhead(ctx, policy, last);
    await transaction(ctx, async (tx) => {
      if ((await publishedPolicies.fresh(tx)).get("score")?.version !== version) return;
      const stale = await writeScores(tx, policy, scored);
      await planDue(tx, [...scored.map(({ id, now }) => ({ id, next_at: now.next_at })), ...(await scoreAgain(tx, policy, stale))]);
      if (last !== undefined) await enqueue(tx, rescore, { version, after: last });
    });
  },
});

const slot = (house: House): { ahead: Ahead | null } => house.keep("score.ahead", () => ({ ahead: null }));
const nameOf = ({ version }: InForce, after: string): string => `${version} ${after}`;
const read = (ctx: Ctx, policy: InForce, after: string): Promise<Scored[]> => readScores(ctx, policy, sql`id > ${after}::uuid order by id limit ${CHUNK}`);

function readAhead(ctx: Ctx, policy: InForce, after: string): void {
  const scored = read(ctx, policy, after);
  // Whoever needs it reads it again.
  scored.catch(() => {});
  slot(ctx.house).ahead = { of: nameOf(policy, after), scored };
}

async function chunkAfter(ctx: Ctx, policy: InForce, after: string): Promise<Scored[]> {
  const { ahead } = slot(ctx.house);
  slot(ctx.house).ahead = null;
  return ahead?.of === nameOf(policy, after) ? ahead.scored.catch(() => read(ctx, policy, after)) : read(ctx, policy, after);
}

/** Queues the rescoring of everything open by the policy just published. */
export async function queueRescoring(tx: Ctx, version: number): Promise<void> {
  await enqueue(tx, rescore, { version, after: "00000000-0000-0000-0000-000000000000" });
}
