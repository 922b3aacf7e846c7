import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { systemCtx } from "../../core/ctx.ts";
import { StartProblem } from "../../core/db/problem.ts";
import type { Download } from "../../core/op.ts";
import { exportRecords } from "../../core/records/ops/export.ts";
import { say } from "./terminal.ts";
import type { Verb } from "./verb.ts";
import { withHouse } from "./with_house.ts";

/** Writes every record of an object as CSV: a column a field, by its key, values as the API has them. */
export const exportVerb: Pick<Verb, "run"> = {
  async run([object, path]) {
    if (!object || !path) throw new StartProblem({ zh: "用法：npm run clew -- export OBJECT FILE", en: "Usage: npm run clew -- export OBJECT FILE" }, { exitCode: 2 });
    await withHouse(async (house) => {
      const { body } = (await exportRecords.run(systemCtx(house, "export", { kind: "api" }), { object, raw: true, sort: ["created_at"] })) as Download;
      await pipeline(body as NodeJS.ReadableStream, createWriteStream(path, { mode: 0o600 }));
      say({ zh: `已导出到 ${path}`, en: `Exported into ${path}` });
    });
  },
};
