import type zh from "../zh-CN/hand.ts";
import type { Same } from "../same.ts";

export default {
  f_stage: "stage",
  f_to: "who is told",
  f_on_leave: "while the owner is on leave",
  f_pause: "rules of pausing",
  "f_pause.while": "when it pauses by itself",
  "f_pause.by_hand": "pausing by hand",
  "f_pause.max_minutes": "longest pause in minutes",
  list_while: "reason to pause",
  f_groups: "score groups",
  f_rules: "rules",
  f_behaviours: "behaviour rules",
  f_clocks: "clocks",
  trial_hidden: "{{n}} more leads in pools were not tried: the rules look at fields that are hidden from you before the claim.",
  trial_accept: "{{name}}: {{offered}} leads given with a time to accept; {{missed}} of them were in fact not accepted in time and went to the next one.",
  trial_accept_unknown: "Of {{n}} more nobody can know: somebody else held them at the time. They count as accepted.",
  trial_now: "In force",
  trial_draft: "Draft",
} satisfies Same<typeof zh>;
