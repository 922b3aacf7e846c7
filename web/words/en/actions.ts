import type zh from "../zh-CN/actions.ts";
import type { Same } from "../same.ts";

export default {
  palette: "Command palette",
  palette_hint: "Search leads, pages or actions",
  palette_nothing: "Nothing matches",
  group_pages: "Go to",
  group_actions: "Actions",
  group_leads: "Leads",
  help: "Keyboard shortcuts",
  help_text: "Press ? on any page to open this list; shortcuts rest while you type.",
  next: "Next record",
  previous: "Previous record",
  open: "Open",
  select: "Select",
  claim: "Claim",
  log_call: "Log a call",
  add_task: "Add a task",
  search_list: "Search the list",
  selected: "{{n}} selected",
  clear: "Clear",
  claimed: "{{n}} leads claimed",
  claimed_some: "{{n}} claimed, {{failed}} not: {{reason}}",
  go_to: "Go to {{page}}",
} satisfies Same<typeof zh>;
