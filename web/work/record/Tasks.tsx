import { Button, Checkbox } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LeadRef } from "../../actions/ask.ts";
import { call } from "../../api/call.ts";
import { setTaskDone } from "../../api/leads.ts";
import { useCan } from "../../api/me.ts";
import type { Item, RecordPage } from "../../api/records.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { offerUndo, tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import { TaskForm } from "../log/TaskForm.tsx";

/** Marks a task done and offers to open it again. */
export function finishTask(task: Pick<Item, "id">, said: string): void {
  setTaskDone(task.id, true).then(() => offerUndo(said, () => setTaskDone(task.id, false)), tellProblem);
}

/** Open tasks about a record; done with one click, added in place. */
export function Tasks({ about, lead }: { about: Record<string, string>; lead?: LeadRef }) {
  const t = useWords();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [[field, id] = ["", ""]] = Object.entries(about);
  const list = useQuery({
    queryKey: ["tasks-of", "task", field, id],
    queryFn: () => call<RecordPage>("POST", "/records/task/query", { body: { filter: { all: [{ field, op: "is", value: id }, { field: "done_at", op: "empty" }] }, fields: ["title", "due_at", "priority"], sort: ["due_at"], limit: 20 } }),
    enabled: can("task:read"),
  });
  if (!can("task:read")) return null;
  return (
    <section className="side-card">
      <h2>{t("nav:tasks")}{can("task:create") && <Button type="link" size="small" onClick={() => setAdding(!adding)}>{t(adding ? "common:cancel" : "leads:add")}</Button>}</h2>
      {adding && <TaskForm about={about} lead={lead} onDone={() => setAdding(false)} />}
      {list.data?.items.length === 0 && !adding && <p className="quiet">{t("leads:no_tasks")}</p>}
      <ul className="side-list">
        {list.data?.items.map((task) => (
          <li key={task.id}>
            <Checkbox checked={false} disabled={!task.abilities?.includes("edit")} onChange={() => finishTask(task, t("leads:task_done", { title: String(task.title) }))}>{String(task.title)}</Checkbox>
            {typeof task.due_at === "string" && <Countdown due={task.due_at} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
