import { z } from "zod";
import { op } from "../../op.ts";
import { needsSetup } from "../first_administrator.ts";

/** Whether the first visit has yet to create the administrator. */
export const getSetup = op({
  name: "setup.get",
  title: { zh: "是否需要初始设置", en: "Is a first setup needed" },
  needs: "public",
  http: { method: "GET", path: "/setup" },
  input: z.strictObject({}),
  output: z.object({ needed: z.boolean() }),
  run: async (ctx) => ({ needed: await needsSetup(ctx) }),
});
