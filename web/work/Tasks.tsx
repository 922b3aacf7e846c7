import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Tabs } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { Filter } from "../../core/language/types.ts";
import { ask } from "../actions/ask.ts";
import { call } from "../api/call.ts";
import { setTaskDone } from "../api/leads.ts";
import { useCan } from "../api/me.ts";
import { nameIn, type Item, type RecordPage } from "../api/records.ts";
import { recordAddress } from "../app/pages.tsx";
import { Countdown } from "../ui/Countdown.tsx";
import { Empty } from "../ui/Empty.tsx";
import { useListControl } from "../ui/list-control.ts";
import { wallClock, wallNow } from "../ui/moment.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { finishTask } from "./record/Tasks.tsx";
import Records from "./Records.tsx";

const TABS = ["open", "overdue", "today", "later", "done"] as const;
type Tab = (typeof TABS)[number];
const SECTIONS = ["overdue", "today", "later"] as const;
const FIELDS = ["title", "due_at", "done_at", "priority", "lead_id", "account_id", "contact_id", "opportunity_id", "note"];
const ABOUT = ["lead", "opportunity", "account", "contact"] as const;

/** Tasks: one's own by time, or, with `as=list` in the address, everybody's as a list with its views. */
export default function Tasks() {
  const [params] = useSearchParams();
  return params.get("as") === "list" ? <Records /> : <Agenda />;
}

/** My tasks: what is late, what is due today, what comes later, what is done. */
function Agenda() {
  const t = useWords();
  const can = useCan();
  const go = useNavigate();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((each) => each === params.get("tab")) ?? "open";
  const done = tab === "done";
  const filter: Filter = { all: [{ field: "owner_id", op: "is", value: "@me" }, { field: "done_at", op: done ? "not_empty" : "empty" }] };
  const list = useQuery({ queryKey: ["my-tasks", "task", done], queryFn: () => call<RecordPage>("POST", "/records/task/query", { body: { filter, fields: FIELDS, sort: [done ? "-done_at" : "due_at"], limit: 300 } }) });
  const items = list.data?.items ?? [];
  const sections = done ? [{ key: "done" as const, items }] : SECTIONS.map((key) => ({ key, items: items.filter((item) => sectionOf(item) === key) }));
  const shown = sections.filter((section) => (tab === "open" || section.key === tab) && section.items.length > 0);
  const here = shown.flatMap((section) => section.items);
  const { focusedId } = useListControl({ object: "task", items: here, narrowed: { filter, q: "", total: undefined }, onOpen: (task) => void go(recordAddress("task", task.id)) });
  return (
    <PageFrame title={t("nav:tasks")} actions={<><Button onClick={() => setParams({ as: "list" })}>{t("views:as_list")}</Button>{can("task:create") && <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ kind: "task" })}>{t("actions:add_task")}</Button>}</>}>
      <Tabs size="small" activeKey={tab} items={TABS.map((key) => ({ key, label: t(`leads:tasks_${key}`) }))} onChange={(key) => setParams({ tab: key as Tab }, { replace: true })} />
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data && shown.length === 0 && <Empty title={t("leads:tasks_none")} text={t("leads:tasks_none_text")} />}
      {shown.map((section) => (
        <section key={section.key} className="task-section">
          {tab === "open" && <h2>{t(`leads:tasks_${section.key}`)} <span className="quiet number">{section.items.length}</span></h2>}
          <ul className="tasks">{section.items.map((item) => <Task key={item.id} task={item} focused={item.id === focusedId} />)}</ul>
        </section>
      ))}
    </PageFrame>
  );
}

function sectionOf({ due_at: due }: Item): (typeof SECTIONS)[number] {
  if (typeof due !== "string" || wallClock(due).isAfter(wallNow(), "day")) return "later";
  return Date.parse(due) < Date.now() ? "overdue" : "today";
}

function Task({ task, focused }: { task: Item; focused: boolean }) {
  const t = useWords();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) row.current?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  const title = String(task.title ?? "");
  const open = task.done_at === null;
  const about = ABOUT.flatMap((object) => (typeof task[`${object}_id`] === "string" ? [{ object, id: String(task[`${object}_id`]), name: nameIn(task, `${object}_id`) }] : []))[0];
  return (
    <li ref={row} className={focused ? "task task-focus" : "task"} aria-current={focused}>
      <Checkbox checked={!open} aria-label={title} disabled={!task.abilities?.includes("edit")} onChange={() => (open ? finishTask(task, t("leads:task_done", { title })) : setTaskDone(task.id, false).catch(tellProblem))} />
      <Link to={recordAddress("task", task.id)} className={open ? "" : "task-finished"}>{title}</Link>
      {task.priority === "high" && <span className="reason reason-late">{t("leads:high")}</span>}
      {about?.name && <Link to={recordAddress(about.object, about.id)} className="task-about">{about.name}</Link>}
      <span className="task-due">{open ? typeof task.due_at === "string" && <Countdown due={task.due_at} /> : <RelativeTime at={task.done_at as string} />}</span>
    </li>
  );
}
