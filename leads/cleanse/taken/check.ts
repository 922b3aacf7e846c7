import { z } from "zod";
import { directory } from "../../../core/access/directory.ts";
import { op } from "../../../core/op.ts";
import { customerFields, customersOf, keysOfNamed } from "./customer.ts";
import { logQuery, requireWithinLimits } from "./log.ts";

/**
 * Is this customer taken? Says whether they are known, until when they are protected and which team to ask, for records of the whole
 * base: no names, no ids. Every question is logged; too many are refused with 429 and Retry-After.
 */
export const checkTaken = op({
  name: "lead.taken",
  title: { zh: "客户是否已有人跟进", en: "Is this customer taken?" },
  needs: "lead:check",
  http: { method: "POST", path: "/leads/taken" },
  input: z.strictObject(customerFields),
  output: z.object({ exists: z.boolean(), protected_until: z.string().nullable(), team: z.string().nullable() }),
  async run(ctx, named) {
    const keys = keysOfNamed(ctx, named);
    await requireWithinLimits(ctx, named);
    const [customer] = await customersOf(ctx, keys);
    await logQuery(ctx, named, customer !== undefined, customer);
    const people = await directory.get(ctx.house);
    const team = customer?.owner_id ? people.people.get(customer.owner_id)?.teamId : undefined;
    const protectedUntil = customer?.protected_until && new Date(customer.protected_until) > ctx.now ? customer.protected_until : null;
    return { exists: customer !== undefined, protected_until: protectedUntil, team: (team && people.teams.get(team)?.name) || null };
  },
});
