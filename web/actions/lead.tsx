import {
  CheckCircleOutlined, CheckSquareOutlined, ClockCircleOutlined, InboxOutlined, MergeCellsOutlined, PhoneOutlined, EditOutlined, RollbackOutlined, StopOutlined, SwapOutlined, TagOutlined, TrophyOutlined, UserAddOutlined, UserSwitchOutlined, PartitionOutlined,
} from "@ant-design/icons";
import { unconvertLead } from "../api/leads.ts";
import { tell } from "../ui/toast.tsx";
import { say } from "../words/words.ts";
import { allAllow, type Action, type ActionContext } from "./action.ts";
import { ask, type Question } from "./ask.ts";
import { doVerb } from "./lead-verbs.ts";

const oneLead = (context: ActionContext): boolean => context.object === "lead" && context.records.length === 1;
const allowed = (verb: string) => (context: ActionContext): boolean => context.object === "lead" && allAllow(context, verb);
const callable = ({ records }: ActionContext): boolean => typeof records[0]?.phone === "string" && !records[0].phone.includes("*");

/** Puts a question about the leads in hand; the selection is dropped once it is answered. */
const asks = (kind: Extract<Question, { leads: unknown }>["kind"]) => ({ records, list }: ActionContext): void => ask({ kind, leads: records, clear: list?.clear });

/** Runs a verb that needs no further word. */
const does = (verb: "claim" | "accept" | "reopen") => async ({ records, list }: ActionContext): Promise<void> => {
  await doVerb(verb, records);
  list?.clear?.();
};

/** What can be done with leads. Each is shown where the record's own abilities allow it; the first of two with one key wins. */
export const leadActions: Action[] = [
  { key: "lead.claim", label: "actions:claim", icon: <InboxOutlined />, shortcut: "c", place: "record", shownWhen: allowed("claim"), run: does("claim") },
  {
    key: "lead.log_call", label: "actions:log_call", icon: <EditOutlined />, shortcut: "l", place: "record",
    shownWhen: (context) => oneLead(context) && context.can("activity:create") && !allAllow(context, "claim"), run: ({ records: [lead] }) => lead && ask({ kind: "log", lead }),
  },
  {
    key: "lead.call", label: "leads:call", icon: <PhoneOutlined />, shortcut: "c", place: "record",
    shownWhen: (context) => oneLead(context) && callable(context) && !allAllow(context, "claim"), run: ({ records: [lead] }) => { window.location.href = `tel:${String(lead?.phone)}`; },
  },
  { key: "lead.add_task", label: "actions:add_task", icon: <CheckSquareOutlined />, shortcut: "t", place: "record", shownWhen: (context) => oneLead(context) && context.can("task:create") && !allAllow(context, "claim"), run: ({ records: [lead] }) => ask({ kind: "task", lead }) },
  { key: "lead.accept", label: "leads:accept", icon: <CheckCircleOutlined />, place: "record", shownWhen: (context) => allowed("accept")(context) && context.records.every((lead) => lead.stage === "qualified"), run: does("accept") },
  { key: "lead.convert", label: "leads:convert", icon: <TrophyOutlined />, place: "record", shownWhen: (context) => oneLead(context) && allAllow(context, "convert"), run: ({ records: [lead] }) => lead && ask({ kind: "convert", lead }) },
  {
    key: "lead.unconvert", label: "leads:unconvert", icon: <RollbackOutlined />, place: "record", shownWhen: (context) => oneLead(context) && allAllow(context, "unconvert"),
    run: async ({ records: [lead] }) => {
      if (!lead) return;
      await unconvertLead(lead.id);
      tell(say("leads:done_unconvert"));
    },
  },
  { key: "lead.assign", label: "leads:assign", icon: <UserAddOutlined />, place: "record", shownWhen: allowed("assign"), run: asks("assign") },
  { key: "lead.transfer", label: "leads:transfer", icon: <UserSwitchOutlined />, place: "record", shownWhen: allowed("transfer"), run: asks("transfer") },
  {
    key: "lead.reroute", label: "actions:reroute", icon: <PartitionOutlined />, place: "record", wholly: true,
    shownWhen: (context) => context.object === "lead" && context.can("lead:transfer") && context.records.length > 0 && (context.list?.matching?.chosen || context.records.every((lead) => lead.abilities?.some((verb) => verb === "transfer" || verb === "assign"))),
    run: ({ records, list }) => ask({ kind: "reroute", leads: records, clear: list?.clear, ...(list?.matching?.chosen ? { matching: list.matching } : {}) }),
  },
  { key: "lead.stage", label: "leads:set_stage", icon: <SwapOutlined />, place: "record", shownWhen: (context) => allowed("edit")(context) && context.records.every((lead) => lead.stage !== "converted" && lead.stage !== "disqualified" && lead.owner_id), run: asks("stage") },
  { key: "lead.tag", label: "leads:set_tags", icon: <TagOutlined />, place: "record", shownWhen: (context) => allowed("edit")(context) && !allAllow(context, "claim"), run: asks("tag") },
  { key: "lead.extend", label: "actions:extend", icon: <ClockCircleOutlined />, place: "record", shownWhen: allowed("extend"), run: asks("extend") },
  { key: "lead.release", label: "leads:release", icon: <RollbackOutlined />, place: "record", shownWhen: allowed("release"), run: asks("release") },
  { key: "lead.disqualify", label: "leads:disqualify", icon: <StopOutlined />, place: "record", shownWhen: allowed("disqualify"), run: asks("disqualify") },
  { key: "lead.reopen", label: "leads:reopen", icon: <RollbackOutlined />, place: "record", shownWhen: allowed("reopen"), run: does("reopen") },
  { key: "lead.merge", label: "leads:merge", icon: <MergeCellsOutlined />, place: "record", shownWhen: (context) => context.records.length > 1 && context.records.length <= 50 && allowed("merge")(context), run: asks("merge") },
];
