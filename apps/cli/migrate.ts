import { say } from "./terminal.ts";
import type { Verb } from "./verb.ts";
import { withHouse } from "./with_house.ts";

export const migrateVerb: Pick<Verb, "run"> = {
  async run() {
    await withHouse(async () => say({ zh: "数据库已是最新结构", en: "The database is up to date" }));
  },
};
