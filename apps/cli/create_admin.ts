import { createPerson } from "../../core/access/people/create.ts";
import { needsSetup, createFirstAdministrator } from "../../core/access/first_administrator.ts";
import { systemCtx } from "../../core/ctx.ts";
import { StartProblem } from "../../core/db/problem.ts";
import { say } from "./terminal.ts";
import type { Verb } from "./verb.ts";
import { withHouse } from "./with_house.ts";

/** Adds an administrator from the server itself, e.g. when nobody can sign in any more. */
export const createAdminVerb: Pick<Verb, "run"> = {
  async run([email, name]) {
    const password = process.env.CLEW_ADMIN_PASSWORD;
    if (!email || !password) throw new StartProblem({ zh: "用法：CLEW_ADMIN_PASSWORD=… npm run clew -- create-admin EMAIL [姓名]", en: "Usage: CLEW_ADMIN_PASSWORD=… npm run clew -- create-admin EMAIL [NAME]" });
    // Read from the environment here only: at a start it would name the first administrator.
    delete process.env.CLEW_ADMIN_EMAIL;
    delete process.env.CLEW_ADMIN_PASSWORD;
    await withHouse(async (house) => {
      const ctx = systemCtx(house, "create-admin", { kind: "hand", event: "person.create" });
      const who = { name: name ?? (email.split("@")[0] as string), email, password };
      if (await needsSetup(ctx)) await createFirstAdministrator(ctx, { ...who, organisation: "" });
      else await createPerson.run(ctx, { ...who, role: "admin" });
      say({ zh: `已新建管理员 ${email}`, en: `Administrator ${email} created` });
    });
  },
};
