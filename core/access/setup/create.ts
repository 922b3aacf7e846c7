import { z } from "zod";
import { op } from "../../op.ts";
import { createFirstAdministrator } from "../first_administrator.ts";
import { organisationFields } from "../organisation/shape.ts";
import { Email, Name, Password } from "../shapes.ts";

/** The first visit: creates the first administrator and the organisation, only while there is nobody. */
export const setUp = op({
  name: "setup.create",
  title: { zh: "初始设置", en: "First setup" },
  needs: "public",
  http: { method: "POST", path: "/setup", status: 201 },
  input: z.strictObject({ organisation: organisationFields.name, name: Name, email: Email, password: Password, locale: organisationFields.locale.optional() }),
  output: z.object({ id: z.string() }),
  run: (ctx, input) => createFirstAdministrator(ctx, input),
});
