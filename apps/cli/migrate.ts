import { openDatabase } from "../../core/db/connect.ts";
import { migrate, type Migration } from "../../core/db/migrate.ts";
import { provideDatabase } from "../database.ts";
import { readSettings } from "../settings.ts";
import { say } from "./terminal.ts";
import type { Verb } from "./verb.ts";

export const migrateVerb: Verb = {
  title: { zh: "升级数据库结构", en: "bring the database up to date" },
  async run() {
    const { migrations } = (await import(new URL("../everything.ts", import.meta.url).href)) as { migrations: readonly Migration[] };
    const log = (line: string) => void process.stderr.write(`${line}\n`);
    const database = await provideDatabase(readSettings(process.env), { log, share: true });
    const { db, close } = openDatabase({ url: database.url, poolSize: 2, log });
    try {
      const applied = await migrate(db, migrations);
      say({ zh: `已应用 ${applied.length} 个升级步骤`, en: `${applied.length} migrations applied` });
    } finally {
      await close();
      await database.stop();
    }
  },
};
