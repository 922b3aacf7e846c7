import { openDatabase } from "../../core/db/connect.ts";
import { migrate } from "../../core/db/migrate.ts";

/**
 * Brings an empty database to the state in which every test begins: migrated, with the standard objects. Runs once a run.
 * The lead engineer fills in what apps/everything brings; nothing else is prepared for tests.
 */
export async function prepareTemplate(url: string): Promise<void> {
  const { db, close } = openDatabase({ url, poolSize: 2, log: () => {} });
  try {
    await migrate(db, []);
  } finally {
    await close();
  }
}
