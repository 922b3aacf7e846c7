import { z } from "zod";
import { writeOrganisation } from "../../../core/access/organisation.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import { DEFAULT_SURVIVORSHIP, SURVIVORSHIP, SurvivorshipShape, survivorshipOf } from "./survivorship.ts";

/** The rules by which a merge chooses values, and those that ship. */
export const getSurvivorship = op({
  name: "survivorship.get",
  title: { zh: "查看合并取值规则", en: "Read the rules of survivorship" },
  needs: "lead:merge",
  http: { method: "GET", path: "/survivorship" },
  input: z.strictObject({}),
  output: z.object({ rules: SurvivorshipShape, shipped: SurvivorshipShape }),
  run: async (ctx) => ({ rules: await survivorshipOf(ctx.house), shipped: DEFAULT_SURVIVORSHIP }),
});

/** Changes the rules by which a merge chooses values. */
export const setSurvivorship = op({
  name: "survivorship.set",
  title: { zh: "修改合并取值规则", en: "Change the rules of survivorship" },
  needs: "organisation:edit",
  http: { method: "PUT", path: "/survivorship" },
  input: SurvivorshipShape,
  output: SurvivorshipShape,
  run: (ctx, rules) =>
    transaction(ctx, async (tx) => {
      await writeOrganisation(tx, { settings: { [SURVIVORSHIP]: rules } });
      return rules;
    }),
});
