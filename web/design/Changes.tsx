import { useText, useWords, type WordKey } from "../words/words.ts";
import type { Difference } from "./differences.ts";

const MOST_SHOWN = 20;
/** Settings with a name of their own; the others are told as "settings". */
const FIELDS = [
  "name", "when", "points", "max", "min", "measures", "kind", "heat.high", "heat.mid", "fit.A", "fit.B", "fit.C", "interest.1", "interest.2", "interest.3", "target", "strategy", "territory", "skills", "in_shift", "except", "fallback", "accept_within", "skills_of",
  "protection.days", "protection.activity_days", "protection.max_days", "limits.claims_per_day", "limits.holding", "limits.count_converted", "limits.min_gap_seconds", "limits.released_counts", "cooldown_days", "freeze_days", "extension", "extension.times", "extension.days", "protection", "limits", "recycle", "pools",
  "due", "despite_protection", "to_pool", "off", "warn_days_before", "activity_kinds", "step", "target_minutes.A", "target_minutes.B", "target_minutes.C", "target_minutes.D", "target_minutes.other", "time", "on_transfer", "at", "do", "steps",
  "keys", "compare", "certainty", "one_of", "where", "same_product_line", "against", "window_days", "action",
] as const;
/** Those of behaviour rules. */
const BEHAVIOUR = ["what", "where", "count", "days", "half_life_days", "cap"] as const;
const LISTS = ["groups", "rules", "recycle", "pools", "clocks", "steps"] as const;

/** What differs between two versions, one line a change. */
export function Changes({ differences }: { differences: Difference[] }) {
  const t = useWords();
  const text = useText();
  const value = (each: Difference["before"]): string => (each === null || each === undefined ? t("policies:unset") : typeof each === "boolean" ? t(each ? "common:yes" : "common:no") : String(each));
  const tell = ({ kind, within, field, before, after }: Difference): string => {
    const names = within.map(text);
    if (kind !== "changed") {
      const list = LISTS.find((each) => each === field) ?? "rules";
      const what = field === "behaviours" ? t("score:list_behaviours") : t(`policies:list_${list}`);
      const where = names.slice(0, -1).join(" › ");
      if (kind === "moved") return [names.join(" › "), t("policies:change_moved", { what })].filter(Boolean).join("：");
      return [where, t(`policies:change_${kind}`, { what, name: names.at(-1) ?? "" })].filter(Boolean).join("：");
    }
    const known = FIELDS.find((each) => each === field);
    const behaviour = BEHAVIOUR.find((each) => each === field);
    const label = t(known ? (`policies:f_${known}` as WordKey) : behaviour ? `score:f_${behaviour}` : "policies:f_other");
    const said = before !== undefined ? t("policies:change_value", { label, before: value(before), after: value(after) }) : t("policies:change_changed", { label });
    return [names.join(" › "), said].filter(Boolean).join("：");
  };
  return (
    <ul className="changes">
      {differences.slice(0, MOST_SHOWN).map((each, index) => <li key={`${index} ${each.field}`}>{tell(each)}</li>)}
      {differences.length > MOST_SHOWN && <li>{t("policies:change_more", { n: differences.length - MOST_SHOWN })}</li>}
    </ul>
  );
}
