import { z } from "zod";
import type { Row } from "../../core/language/types.ts";
import type { Pool } from "./membership.ts";

/** Who belongs to a pool, who looks after it, what it hides before the claim. */
export const PoolSettings = z.object({
  id: z.uuid(), name: z.string(), everyone: z.boolean(), member_teams: z.array(z.string()), member_people: z.array(z.string()), admin_people: z.array(z.string()), hidden_fields: z.array(z.string()),
});

export function settingsOf(pool: Pool | Row): z.input<typeof PoolSettings> {
  const { id, name, everyone, member_teams, member_people, admin_people, hidden_fields } = pool as Pool;
  return { id, name, everyone: everyone ?? false, member_teams: member_teams ?? [], member_people: member_people ?? [], admin_people: admin_people ?? [], hidden_fields: hidden_fields ?? [] };
}
