import { CheckOutlined, EditOutlined, PhoneOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { ask } from "../../actions/ask.ts";
import type { DayItem } from "../../api/my-day.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { Phone } from "../../ui/Phone.tsx";
import { useWords } from "../../words/words.ts";
import { leadName } from "../ask/Sheets.tsx";
import { finishTask } from "../record/Tasks.tsx";
import { toldReason } from "./reason.ts";

interface Props {
  item: DayItem;
  focused: boolean;
  onFocus: () => void;
  onOpen: () => void;
}

/** One line of the day: who, why, until when, and the two things to do at once. */
export function DayRow({ item, focused, onFocus, onOpen }: Props) {
  const t = useWords();
  const row = useRef<HTMLLIElement>(null);
  const { lead, task } = item;
  const reasons = item.why.map((each) => toldReason(each, t));
  useEffect(() => {
    if (focused) row.current?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  return (
    <li ref={row} className={focused ? "day-row day-row-focus" : "day-row"} aria-current={focused} onClick={onFocus}>
      <span className="day-score">{lead?.score !== null && lead?.score !== undefined ? <><b className="number">{lead.score}</b>{lead.grade && <small>{lead.grade}</small>}</> : <b className="faint">–</b>}</span>
      <div className="day-who">
        <button type="button" className="cell-title" onClick={onOpen}>{lead ? leadName({ ...lead }, t("records:no_name")) : (task?.title ?? t("nav:tasks"))}</button>
        <div className="day-why">{reasons.map((reason, index) => <span key={index} className={reason.late ? "reason reason-late" : "reason"}>{reason.text}</span>)}</div>
      </div>
      <span className="day-due">{item.due_at && <Countdown due={item.due_at} />}</span>
      <span className="day-phone">{lead?.phone && <Phone value={lead.phone} />}</span>
      <span className="day-do" onClick={(event) => event.stopPropagation()}>
        {lead?.phone && !lead.phone.includes("*") && <Button className="day-call" icon={<PhoneOutlined />} href={`tel:${lead.phone}`} aria-label={t("leads:call")} />}
        {task && <Button icon={<CheckOutlined />} aria-label={t("leads:finish_task", { title: task.title ?? "" })} title={t("leads:finish_task", { title: task.title ?? "" })} onClick={() => finishTask(task, t("leads:task_done", { title: task.title ?? "" }))} />}
        {lead && <Button type="primary" ghost icon={<EditOutlined />} onClick={() => ask({ kind: "log", lead: { ...lead } })}>{t("leads:log_short")}</Button>}
      </span>
    </li>
  );
}
