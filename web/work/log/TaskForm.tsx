import { Button, DatePicker, Input, Segmented } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import type { LeadRef } from "../../actions/ask.ts";
import { call } from "../../api/call.ts";
import { touched } from "../../api/leads.ts";
import { useMe } from "../../api/me.ts";
import { useObject } from "../../api/objects.ts";
import type { Item } from "../../api/records.ts";
import { instantOf, wallNow } from "../../ui/moment.ts";
import { offerUndo, tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";
import { quickMoments } from "./next-step.ts";

interface Props {
  /** The field and record the task is about, e.g. {lead_id: …}. */
  about: Record<string, string>;
  lead?: LeadRef | undefined;
  onDone: () => void;
}

/** A task by hand: what, by when, how urgent. */
export function TaskForm({ about, onDone }: Props) {
  const t = useWords();
  const text = useText();
  const { person } = useMe();
  const priorities = useObject("task")?.fields.find((field) => field.key === "priority")?.choices ?? [];
  const [title, setTitle] = useState("");
  const [due, setDue] = useState<Dayjs | null>(null);
  const [priority, setPriority] = useState("normal");
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    if (title.trim() === "") return;
    setSaving(true);
    try {
      const made = await call<Item>("POST", "/records/task", { body: { title: title.trim(), due_at: due ? instantOf(due) : null, priority, owner_id: person.id, ...about } });
      await touched("task", "lead");
      offerUndo(t("leads:task_added"), async () => {
        await call("DELETE", `/records/task/${made.id}`);
        await touched("task", "lead");
      });
      onDone();
    } catch (error) {
      tellProblem(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <form className="composer" aria-label={t("actions:add_task")} onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <Input value={title} autoFocus maxLength={300} placeholder={t("leads:task_title")} aria-label={t("leads:task_title")} onChange={(event) => setTitle(event.target.value)} />
      <div className="pills">
        {quickMoments(wallNow()).map(({ key, at }) => <button key={key} type="button" className="pill" aria-pressed={due !== null && at.isSame(due)} onClick={() => setDue(at)}>{t(`leads:next_${key}`)}</button>)}
        <DatePicker showNow={false} size="small" className="next-date" value={due} placeholder={t("leads:next_other")} aria-label={t("leads:task_due")} showTime={{ format: "HH:mm", minuteStep: 5 }} format="MM-DD HH:mm" onChange={setDue} />
      </div>
      <div className="composer-foot">
        <Segmented<string> size="small" value={priority} options={priorities.map((choice) => ({ value: choice.value, label: text(choice.label) }))} onChange={setPriority} aria-label={t("leads:priority")} />
        <Button type="primary" htmlType="submit" loading={saving} disabled={title.trim() === ""}>{t("common:save")}</Button>
      </div>
    </form>
  );
}
