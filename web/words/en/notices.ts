import type zh from "../zh-CN/notices.ts";
import type { Same } from "../same.ts";

export default {
  lead_assigned: "New lead “{{lead}}” has been assigned to you",
  leads_assigned: "{{count}} new leads have been assigned to you",
  lead_came_again: "Your lead “{{lead}}” asked again; call soon",
  customer_came_again: "Your customer “{{lead}}” asked again; call soon",
  lead_merged: "Lead “{{lead}}” was a duplicate and is now part of “{{into}}”",
  recycle_warning: "Lead “{{lead}}” will be recycled on {{at}}; follow up soon",
  extension_asked: "{{owner}} asks you to extend lead “{{lead}}” by {{days}} days: {{reason}}",
  recycled: "Lead “{{lead}}” was not worked on and went back to the pool",
  sla_warning: "Respond to lead “{{lead}}” before {{due_at}}",
  sla_warning_late: "The time to respond to lead “{{lead}}” ran out on {{due_at}}; call now",
  sla_breach: "{{owner}} did not respond to lead “{{lead}}” before {{due_at}}",
  sla_breach_ahead: "{{owner}} has to respond to lead “{{lead}}” before {{due_at}} and has not yet",
  sla_nobody: "Lead “{{lead}}” is late and should go to somebody else, but nobody can take it",
  sla_reassigned: "Lead “{{lead}}” was not handled in time and went to {{to}}",
  sla_returned: "Lead “{{lead}}” was not handled in time and went back to the pool",
  task_reminder: "Task “{{title}}” is due on {{due_at}}",
  task_reminder_no_time: "Reminder: {{title}}",
  prediction_drift: "{{count}} features of new leads are clearly another mix than learned; version {{version}} of the predictive score should learn again",
  prediction_decay: "Version {{version}} of the predictive score ranks worse than when it was trained; it should learn again",
  other: "Something that concerns you has changed",
  no_name: "no name",
  no_owner: "The owner",
} satisfies Same<typeof zh>;
