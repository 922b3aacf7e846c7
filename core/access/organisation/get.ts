import { z } from "zod";
import { op } from "../../op.ts";
import { organisationOf } from "../organisation.ts";
import { OrganisationShown } from "./shape.ts";

/** The organisation's name and defaults. */
export const getOrganisation = op({
  name: "organisation.get",
  title: { zh: "查看组织", en: "Read the organisation" },
  needs: "signed_in",
  http: { method: "GET", path: "/organisation" },
  input: z.strictObject({}),
  output: OrganisationShown,
  run: (ctx) => organisationOf(ctx.house),
});
