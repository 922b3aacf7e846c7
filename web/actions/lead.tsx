import { CheckSquareOutlined, InboxOutlined, PhoneOutlined } from "@ant-design/icons";
import { call } from "../api/call.ts";
import { queryClient } from "../api/query-client.ts";
import { tell } from "../ui/toast.tsx";
import { say } from "../words/words.ts";
import { allAllow, type Action, type ActionContext } from "./action.ts";

interface ClaimAnswers {
  items: { id: string; ok: boolean; problem?: { title: string } }[];
}

const oneLead = (context: ActionContext): boolean => context.object === "lead" && context.records.length === 1;

/** Opens a lead with its composer on one kind of entry. */
function compose(context: ActionContext, kind: "call" | "task"): void {
  const lead = context.records[0];
  if (lead) context.go(`/leads/${lead.id}?compose=${kind}`);
}

/** Claims are atomic and counted against quotas by the server; each lead has its own answer. */
async function claim({ records, list }: ActionContext): Promise<void> {
  const answers = await call<ClaimAnswers>("POST", "/leads/claim", { body: { ids: records.map((record) => record.id) } });
  const failed = answers.items.filter((answer) => !answer.ok);
  const n = answers.items.length - failed.length;
  tell(failed.length === 0 ? say("actions:claimed", { n }) : say("actions:claimed_some", { n, failed: failed.length, reason: failed[0]?.problem?.title ?? "" }));
  list?.clear?.();
  await queryClient.invalidateQueries({ predicate: (query) => query.queryKey.includes("lead") });
}

export const leadActions: Action[] = [
  { key: "lead.claim", label: "actions:claim", icon: <InboxOutlined />, shortcut: "c", place: "record", shownWhen: (context) => context.object === "lead" && allAllow(context, "claim"), run: claim },
  { key: "lead.log_call", label: "actions:log_call", icon: <PhoneOutlined />, shortcut: "l", place: "record", shownWhen: (context) => oneLead(context) && context.can("activity:create"), run: (context) => compose(context, "call") },
  { key: "lead.add_task", label: "actions:add_task", icon: <CheckSquareOutlined />, shortcut: "t", place: "record", shownWhen: (context) => oneLead(context) && context.can("task:create"), run: (context) => compose(context, "task") },
];
