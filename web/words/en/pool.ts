import type zh from "../zh-CN/pool.ts";
import type { Same } from "../same.ts";

export default {
  claimed_today: "{{n}} claimed today",
  claims_left: "{{n}} claims left today",
  held: "{{n}} held",
  holding_left: "Room for {{n}} more",
  next_claim: "Next claim",
  cooldown: "A lead given back can be claimed again after {{n}} days",
  empty: "The pool is empty",
  empty_text: "Leads that were released, recycled or not yet given to anybody appear here.",
} satisfies Same<typeof zh>;
