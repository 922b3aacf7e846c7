import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { organisationOf, writeOrganisation } from "../organisation.ts";
import { OrganisationShown, organisationFields } from "./shape.ts";

/** Changes the organisation; settings given replace those of the same name, null removes one. */
export const updateOrganisation = op({
  name: "organisation.update",
  title: { zh: "修改组织", en: "Change the organisation" },
  needs: "organisation:edit",
  http: { method: "PATCH", path: "/organisation" },
  input: z.strictObject(organisationFields).partial(),
  output: OrganisationShown,
  run: (ctx, change) =>
    transaction(ctx, async (tx) => {
      const before = await organisationOf(tx.house);
      const after = await writeOrganisation(tx, change);
      await audit(tx, "organisation", { id: "organisation", name: after.name, before, after });
      return after;
    }),
});
