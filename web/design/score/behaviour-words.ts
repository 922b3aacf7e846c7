import type { Choice } from "../../../core/language/types.ts";
import type { Text } from "../../../core/refusal.ts";
import type { Say } from "../../words/words.ts";
import type { BehaviourRule } from "../bodies.ts";

/** Names of the kinds of activities. */
export type Kinds = readonly Pick<Choice, "value" | "label">[];

/** A behaviour rule as one sentence: "看价格页 3 次以上，7 天内，+15 分；每 14 天减半". */
export function behaviourWords(rule: BehaviourRule, t: Say, text: (text: Text) => string, kinds: Kinds): string {
  const { what, where = [], count, days, points, half_life_days, cap } = rule;
  const kind = "event" in what ? t(`score:event_${what.event}`) : activityName(what, t, text, kinds);
  const told = where.map(({ field, op, value }) => t("score:condition", { field: t(`score:field_${field}`), op: t(`score:op_${op}`), value }));
  const done = told.length > 0 ? t("score:says_where", { what: kind, where: told.join(t("policies:list_or")) }) : kind;
  return [
    t(count === 1 ? "score:says_once" : "score:says", { what: done, count, days, points: points > 0 ? `+${points}` : points }),
    cap === undefined ? "" : t("score:says_cap", { count, cap }),
    half_life_days === undefined ? "" : t("score:says_half", { n: half_life_days }),
  ].join("");
}

function activityName({ activity, direction }: { activity: string; direction?: "in" | "out" }, t: Say, text: (text: Text) => string, kinds: Kinds): string {
  const label = kinds.find((each) => each.value === activity)?.label;
  const name = label ? text(label) : activity;
  return direction ? `${name} · ${t(`score:direction_${direction}`)}` : name;
}
