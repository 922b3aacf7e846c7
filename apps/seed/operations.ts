import { z } from "zod";
import { sql } from "kysely";
import { transaction } from "../../core/db/transaction.ts";
import { enqueue } from "../../core/jobs/queue.ts";
import { op } from "../../core/op.ts";
import { refusal } from "../../core/refusal.ts";
import { makeSampleJob } from "./job.ts";
import { FULL_SIZE, isEmpty, markSample, sampleState } from "./make.ts";

const NotEmpty = refusal("sample_not_empty", 409, { zh: "已有线索或团队，不能再加入样例数据", en: "There are leads or teams already; sample data can only be added to an empty organisation" });
const Underway = refusal("sample_underway", 409, { zh: "样例数据正在生成", en: "Sample data is being made already" });
const CutOff = refusal("sample_cut_off", 409, { zh: "上次生成样例数据没有完成，请删除数据文件夹后重新开始", en: "Sample data was not finished last time; delete the data folder and start again" });

const Progress = z.object({ state: z.enum(["none", "queued", "making", "done", "failed"]), percent: z.number(), possible: z.boolean() });
/** Any number: names the turn in which a sample is asked for. */
const TURN = 7_236_480;

/** How far the sample data is, and whether it could be made. */
export const getSample = op({
  name: "sample.get",
  title: { zh: "样例数据进度", en: "Progress of the sample data" },
  needs: "organisation:edit",
  http: { method: "GET", path: "/sample" },
  input: z.strictObject({}),
  output: Progress,
  async run(ctx) {
    const now = await sampleState(ctx.house);
    return { state: now?.state ?? ("none" as const), percent: now ? Math.round((100 * now.done) / now.total) : 0, possible: now === null && (await isEmpty(ctx.house)) };
  },
});

/** Fills an empty organisation with a sample company, in the background; its people cannot sign in. */
export const createSample = op({
  name: "sample.create",
  title: { zh: "生成样例数据", en: "Make sample data" },
  needs: "organisation:edit",
  http: { method: "POST", path: "/sample", status: 202 },
  input: z.strictObject({ leads: z.number().int().min(100).max(20_000).optional(), days: z.number().int().min(14).max(180).optional() }),
  output: Progress,
  run: (ctx, { leads = FULL_SIZE.leads, days = FULL_SIZE.days }) =>
    transaction(ctx, async (tx) => {
      await sql`select pg_advisory_xact_lock(${TURN})`.execute(tx.db);
      const now = await sampleState(tx.house, tx);
      if (now?.state === "queued") throw Underway();
      if (now?.state === "making" || now?.state === "failed") throw now.state === "making" ? Underway() : CutOff();
      if (now !== null || !(await isEmpty(tx.house))) throw NotEmpty();
      await markSample(tx.house, { state: "queued", done: 0, total: days }, tx);
      await enqueue(tx, makeSampleJob, { leads, days }, { key: "sample.make" });
      return { state: "queued" as const, percent: 0, possible: false };
    }),
});
