import { createAdminVerb } from "./create_admin.ts";
import { importVerb } from "./import_file.ts";
import { migrateVerb } from "./migrate.ts";
import { demoVerb, startVerb } from "./start.ts";
import type { Verb } from "./verb.ts";

/** Every command, by its name. A room adds its own by one line here. */
export const verbs: Record<string, Verb> = {
  start: startVerb,
  demo: demoVerb,
  migrate: migrateVerb,
  "create-admin": createAdminVerb,
  import: importVerb,
};
