import type zh from "../zh-CN/gone.ts";
import type { Same } from "../same.ts";

export default {
  no_right_title: "You may not open “{{page}}”",
  no_right_text: "If your work needs it, ask an administrator to change your role.",
  record_title: "This record is not here",
  record_text: "It may have been removed, or lies outside what you may see.",
  to_list: "Back to the list",
  none_dismissed: "Nothing set apart yet",
  none_dismissed_text: "Leads that you say are different customers move here from “To settle”, and are not proposed again.",
} satisfies Same<typeof zh>;
