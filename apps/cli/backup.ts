import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { writeBackup } from "../../core/backup/write.ts";
import { fileProblem, StartProblem } from "../../core/db/problem.ts";
import { provideDatabase } from "../database.ts";
import { readSettings } from "../settings.ts";
import { logLine, say } from "./terminal.ts";
import type { Verb } from "./verb.ts";

/** Backs everything up into one file, beside a running Clew or without one; the file has its name only when it is whole. */
export const backupVerb: Pick<Verb, "run"> = {
  async run([path]) {
    if (!path) throw new StartProblem({ zh: "用法：npm run clew -- backup FILE", en: "Usage: npm run clew -- backup FILE" }, { exitCode: 2 });
    const database = await provideDatabase(readSettings(process.env), { log: logLine, share: true });
    const part = `${path}.part`;
    try {
      const written = await writeBackup(database.url, createWriteStream(part, { mode: 0o600 }), { now: new Date() });
      const file = await open(part);
      await file.sync().finally(() => file.close());
      await rename(part, path);
      say({ zh: `已备份 ${written.tables} 张表、${written.rows} 行到 ${path}`, en: `Backed up ${written.tables} tables, ${written.rows} rows, into ${path}` });
    } catch (error) {
      await rm(part, { force: true });
      throw fileProblem(error, path);
    } finally {
      await database.stop();
    }
  },
};
