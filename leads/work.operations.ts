import { deskOperations } from "./cleanse/desks.operations.ts";
import { convertLead, convertLeads, unconvertLead, unconvertLeads } from "./convert/ops.ts";
import { recordReceipts } from "./lead.receipts.ts";
import { completeTask, reopenTask } from "./tasks/complete.ts";
import { myDay } from "./tasks/my_day.ts";
import { teamBoard } from "./team/team_board.ts";
import { logActivity } from "./timeline/log_activity.ts";
import { recordTimeline } from "./timeline/timeline.ts";

/** What is done with a lead after it has an owner, and what is told about it. */
export const workOperations = [
  logActivity, completeTask, reopenTask, myDay, teamBoard, convertLead, convertLeads, unconvertLead, unconvertLeads, ...deskOperations, recordTimeline, recordReceipts,
] as const;
