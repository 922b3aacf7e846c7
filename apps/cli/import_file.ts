import { statSync } from "node:fs";
import { basename } from "node:path";
import { systemCtx } from "../../core/ctx.ts";
import { StartProblem } from "../../core/db/problem.ts";
import { startWorker } from "../../core/jobs/queue.ts";
import { getImport } from "../../leads/capture/import/ops/list.ts";
import { startImport } from "../../leads/capture/import/ops/start.ts";
import { uploadImport } from "../../leads/capture/import/ops/upload.ts";
import { jobs } from "../everything.ts";
import { logLine } from "./terminal.ts";
import type { Verb } from "./verb.ts";
import { withHouse } from "./with_house.ts";

const ENDED = new Set(["done", "failed", "cancelled"]);

/** Imports a file by the suggested mapping, as the page does, and says how far it is. */
export const importVerb: Pick<Verb, "run"> = {
  async run([path, object = "lead"]) {
    if (!path) throw new StartProblem({ zh: "用法：npm run clew -- import FILE [OBJECT]", en: "Usage: npm run clew -- import FILE [OBJECT]" }, { exitCode: 2 });
    const file = { path, name: basename(path), size: statSync(path).size };
    await withHouse(async (house, pool) => {
      const ctx = () => systemCtx(house, "command line", { kind: "import" });
      const { id } = await uploadImport.run(ctx(), { file, object, options: {} });
      await startImport.run(ctx(), { id });
      const worker = await startWorker(house, pool, jobs);
      try {
        for (;;) {
          const state = await getImport.run(ctx(), { id });
          logLine(`${state.rows_done} / ${state.rows_total ?? "?"}`);
          if (ENDED.has(state.status)) {
            process.stdout.write(`${JSON.stringify(state, null, 2)}\n`);
            return;
          }
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
      } finally {
        await worker.stop();
      }
    });
  },
};
