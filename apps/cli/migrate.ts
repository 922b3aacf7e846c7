import pino from "pino";
import { openDatabase } from "../../core/db/connect.ts";
import { provideDatabase } from "../database.ts";
import { makeHouse } from "../house.ts";
import { furnish, prepareDatabase } from "../prepare.ts";
import { readSettings } from "../settings.ts";
import { logLine, say } from "./terminal.ts";
import type { Verb } from "./verb.ts";

export const migrateVerb: Verb = {
  title: { zh: "升级数据库结构", en: "bring the database up to date" },
  async run() {
    const settings = readSettings(process.env);
    const database = await provideDatabase(settings, { log: logLine, share: true });
    const { db, pool, close } = openDatabase({ url: database.url, poolSize: 2, log: logLine });
    try {
      const house = makeHouse({ db, settings, log: pino({ level: "warn" }, process.stderr) });
      furnish(house);
      await prepareDatabase(house, pool);
      say({ zh: "数据库已是最新结构", en: "The database is up to date" });
    } finally {
      await close();
      await database.stop();
    }
  },
};
