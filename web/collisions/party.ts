import type { OutputOf } from "../../apps/contract.ts";
import type { Say } from "../words/words.ts";

export type Collision = OutputOf<"collision.get">;
export type CollisionRow = OutputOf<"collision.list">["items"][number];
export type Side = "holder" | "claimant";

/** A side by name; by team where the viewer may not know who it is. */
export function partyName(collision: CollisionRow, side: Side, t: Say): string {
  const { person, team } = collision[side];
  if (collision.side === side) return person ? t("desks:you_named", { name: person.name }) : t("desks:you");
  return person?.name ?? (team ? t("desks:somebody_of", { team }) : t("desks:somebody"));
}

/** What the collision is about: the record, else how the claimant named the customer. */
export function customerName(collision: CollisionRow, t: Say): string {
  const asked = Object.values(collision.asked).filter((value): value is string => typeof value === "string");
  return collision.record?.name || asked.join(" · ") || t("desks:hidden_record");
}

/** A verdict in words. */
export function verdictWords(verdict: unknown, share: unknown, t: Say): string {
  if (verdict === "split") return t("desks:decided_split", { n: typeof share === "number" ? share : 50 });
  return verdict === "holder" ? t("desks:decided_holder") : verdict === "claimant" ? t("desks:decided_claimant") : "";
}
