import type { WordKey } from "../words/words.ts";

/** Settings whose names stand with the policies. */
const FIELDS = [
  "name", "when", "points", "max", "min", "measures", "kind", "heat.high", "heat.mid", "fit.A", "fit.B", "fit.C", "interest.1", "interest.2", "interest.3", "target", "strategy", "territory", "skills", "in_shift", "except", "fallback", "accept_within", "skills_of",
  "protection.days", "protection.activity_days", "protection.max_days", "limits.claims_per_day", "limits.holding", "limits.teams", "limits.count_converted", "limits.min_gap_seconds", "limits.released_counts", "cooldown_days", "freeze_days", "extension", "extension.times", "extension.days", "protection", "limits", "recycle", "pools",
  "due", "despite_protection", "to_pool", "off", "warn_days_before", "activity_kinds", "step", "target_minutes.A", "target_minutes.B", "target_minutes.C", "target_minutes.D", "target_minutes.other", "time", "on_transfer", "at", "do", "steps",
  "keys", "compare", "certainty", "one_of", "where", "same_product_line", "against", "window_days", "action",
] as const;
/** Those of behaviour rules … */
const BEHAVIOUR = ["what", "where", "count", "days", "half_life_days", "cap"] as const;
/** … and the others. */
const MORE = ["stage", "to", "on_leave", "pause", "pause.while", "pause.by_hand", "pause.max_minutes", "groups", "rules", "behaviours", "clocks"] as const;
const LISTS = ["groups", "rules", "recycle", "pools", "clocks", "steps"] as const;

/** What a setting of a policy is called; a test holds every setting there is against it. */
export function settingWord(field: string | null): WordKey | undefined {
  const [known, behaviour, more] = [FIELDS.find((each) => each === field), BEHAVIOUR.find((each) => each === field), MORE.find((each) => each === field)];
  return known ? (`policies:f_${known}` as WordKey) : behaviour ? `score:f_${behaviour}` : more ? `hand:f_${more}` : undefined;
}

/** What an item of a list is called. */
export function itemWord(list: string | null): WordKey {
  const known = LISTS.find((each) => each === list);
  return known ? `policies:list_${known}` : list === "behaviours" ? "score:list_behaviours" : list === "pause.while" ? "hand:list_while" : "policies:list_rules";
}
