import pino from "pino";
import { makeHouse } from "../../apps/house.ts";
import { furnish, prepareDatabase } from "../../apps/prepare.ts";
import { openDatabase } from "../../core/db/connect.ts";
import { testSettings } from "./settings.ts";

/** Brings an empty database to the state in which every test begins: migrated, standard objects, shipped policies. Once a run. */
export async function prepareTemplate(url: string): Promise<void> {
  const { db, pool, close } = openDatabase({ url, poolSize: 2, log: () => {} });
  try {
    const house = makeHouse({ db, side: db, settings: testSettings(), log: pino({ level: "silent" }) });
    furnish(house);
    await prepareDatabase(house, pool);
  } finally {
    await close();
  }
}
