import { z } from "zod";
import { directory } from "../../../core/access/directory.ts";
import { can } from "../../../core/access/rights.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import type { Row } from "../../../core/language/types.ts";
import { updateRows } from "../../../core/records/write.ts";
import { Forbidden, invalidField, NotFound } from "../../../core/refusal.ts";
import { mayManage, poolsOf } from "../membership.ts";
import { PoolSettings, settingsOf } from "../settings.ts";

const Ids = z.array(z.uuid()).max(2_000);

/** Changes who belongs to a pool and what it hides before the claim. Its admins may, and whoever manages pools; name and admins are for the latter. */
export const changePool = op({
  name: "pool.change",
  title: { zh: "设置公海", en: "Change a pool" },
  needs: "pool:read",
  http: { method: "PATCH", path: "/pools/:id" },
  input: z.strictObject({
    id: z.uuid(), name: z.string().trim().min(1).max(100).optional(), everyone: z.boolean().optional(), member_teams: Ids.optional(), member_people: Ids.optional(), admin_people: Ids.optional(),
    hidden_fields: z.array(z.string().max(48)).max(200).optional(),
  }),
  output: PoolSettings,
  async run(ctx, { id, ...given }) {
    const pool = (await poolsOf(ctx)).find((each) => each.id === id);
    if (!pool) throw NotFound({ object: "pool", id });
    if (!mayManage(pool, ctx.actor)) throw Forbidden({ need: "pool:manage" });
    if ((given.name !== undefined || given.admin_people !== undefined) && !can(ctx.actor, "pool:edit")) throw Forbidden({ need: "pool:edit" });
    const people = await directory.get(ctx.house);
    for (const key of ["member_people", "admin_people"] as const) if (given[key]?.some((person) => !people.people.has(person))) throw invalidField(key, { zh: "没有这个人员", en: "There is no such person" });
    if (given.member_teams?.some((team) => !people.teams.has(team))) throw invalidField("member_teams", { zh: "没有这个团队", en: "There is no such team" });
    const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Row;
    return transaction(ctx, async (tx) => {
      const [written] = await updateRows(tx, "pool", [{ id, changes }]);
      if (!written?.row) throw written?.refused ?? NotFound({ object: "pool", id });
      return settingsOf(written.row);
    });
  },
});
