import pino from "pino";
import type { Pool } from "pg";
import { openDatabase } from "../../core/db/connect.ts";
import type { House } from "../../core/ctx.ts";
import { provideDatabase } from "../database.ts";
import { makeHouse } from "../house.ts";
import { furnish, prepareDatabase } from "../prepare.ts";
import { readSettings } from "../settings.ts";
import { logLine } from "./terminal.ts";

/** Runs a command with a house whose database is up to date: beside a running Clew, or on a database started for it. */
export async function withHouse<T>(work: (house: House, pool: Pool) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const database = await provideDatabase(settings, { log: logLine, share: true });
  const { db, pool, close } = openDatabase({ url: database.url, poolSize: 4, log: logLine });
  try {
    const house = makeHouse({ db, settings, log: pino({ level: "warn" }, process.stderr) });
    furnish(house);
    await prepareDatabase(house, pool);
    return await work(house, pool);
  } finally {
    await close();
    await database.stop();
  }
}
