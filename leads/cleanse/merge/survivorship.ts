import { z } from "zod";
import { organisationOf } from "../../../core/access/organisation.ts";
import type { House } from "../../../core/ctx.ts";

/**
 * Whose value a merged lead keeps where nobody chose by hand. One record's: `survivor` (the first others fill what it lacks), `newest` (changed
 * last), `oldest` (created first), `complete` (the longest text), `trusted` (the most trusted source). All of them together: the rest.
 */
export const RULES = ["survivor", "newest", "oldest", "complete", "trusted", "union", "append", "earliest", "latest", "either"] as const;
export type Rule = (typeof RULES)[number];

export const SurvivorshipShape = z.strictObject({
  default: z.enum(["survivor", "newest", "oldest", "complete", "trusted"]),
  fields: z.record(z.string().max(48), z.enum(RULES)),
  /** Sources or channels, the most trusted first; what is not named counts least. */
  trusted_sources: z.array(z.string().trim().min(1).max(100)).max(100),
});
export type Survivorship = z.output<typeof SurvivorshipShape>;

/** What ships: the lead that stays keeps its values and is completed; what adds up is added up. */
export const DEFAULT_SURVIVORSHIP: Survivorship = {
  default: "survivor",
  fields: {
    tags: "union", need: "append", note: "append", address: "complete", first_response_at: "earliest", last_activity_at: "latest", next_step_at: "earliest",
    do_not_contact: "either", no_automation: "either",
  },
  trusted_sources: [],
};

/** Name under which the organisation keeps its rules. */
export const SURVIVORSHIP = "survivorship";

/** The organisation's rules of survivorship; what ships where it has none, or none that can be read. */
export async function survivorshipOf(house: House): Promise<Survivorship> {
  const stored = SurvivorshipShape.safeParse((await organisationOf(house)).settings[SURVIVORSHIP]);
  return stored.success ? stored.data : DEFAULT_SURVIVORSHIP;
}
