import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { restoreBackup } from "../../core/backup/restore.ts";
import { openDatabase } from "../../core/db/connect.ts";
import { migrate } from "../../core/db/migrate.ts";
import { StartProblem } from "../../core/db/problem.ts";
import { migrateQueue } from "../../core/jobs/queue.ts";
import { provideDatabase } from "../database.ts";
import { migrations } from "../everything.ts";
import { readSettings } from "../settings.ts";
import { logLine, say } from "./terminal.ts";
import type { Verb } from "./verb.ts";

/** Restores a backup into an empty database; the next start brings it up to this version. */
export const restoreVerb: Pick<Verb, "run"> = {
  async run([path]) {
    if (!path) throw new StartProblem({ zh: "用法：npm run clew -- restore FILE", en: "Usage: npm run clew -- restore FILE" }, { exitCode: 2 });
    await access(path).catch((cause: unknown) => {
      throw new StartProblem({ zh: `无法读取备份文件 ${path}`, en: `The backup ${path} cannot be read` }, { cause });
    });
    const database = await provideDatabase(readSettings(process.env), { log: logLine, share: true });
    try {
      const { tables, rows, made_at } = await restoreBackup(database.url, createReadStream(path), (names) => toMigrations(database.url, names));
      say({ zh: `已恢复 ${made_at} 的备份：${tables} 张表、${rows} 行`, en: `Restored the backup of ${made_at}: ${tables} tables, ${rows} rows` });
    } finally {
      await database.stop();
    }
  },
};

/** Brings an empty database to the migrations a backup was made at; refuses a backup of a newer Clew. */
export async function toMigrations(url: string, names: readonly string[]): Promise<void> {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new StartProblem({ zh: `备份来自更新版本的 Clew（${unknown}），请用该版本恢复`, en: `The backup was made by a newer Clew (${unknown}); restore it with that version` });
  const { db, pool, close } = openDatabase({ url, poolSize: 2, log: logLine });
  try {
    await migrate(db, migrations.filter((migration) => names.includes(migration.name)));
    await migrateQueue(pool);
  } finally {
    await close();
  }
}
