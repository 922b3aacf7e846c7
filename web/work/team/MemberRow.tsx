import { useDroppable } from "@dnd-kit/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Filter } from "../../../core/language/types.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { PersonName } from "../../ui/PersonName.tsx";
import { shortTime } from "../../ui/moment.ts";
import { useWords } from "../../words/words.ts";
import { listAddress } from "../day/numbers.ts";

export interface Member {
  id: string;
  name: string;
  team: string | null;
  held: number;
  cap: number | null;
  running: number;
  overdue: number;
  next_due_at: string | null;
  no_next_step: number;
  logged_today: number;
  assigned_today: number;
  on_leave_until: string | null;
  covered_by: string | null;
  missed_30: number;
}

const open: Filter = { field: "stage", op: "not_in", value: ["converted", "disqualified"] };

/** One person's load; each number opens its leads, and a lead dropped here becomes theirs. */
export function MemberRow({ member }: { member: Member }) {
  const t = useWords();
  const { setNodeRef, isOver } = useDroppable({ id: member.id });
  const theirs: Filter = { field: "owner_id", op: "is", value: member.id };
  const number = (n: number, to: string, bad = false): ReactNode => (n === 0 ? <span className="faint number">0</span> : <Link to={to} className={bad ? "number bad" : "number"}>{n}</Link>);
  return (
    <tr ref={setNodeRef} className={isOver ? "member member-over" : "member"}>
      <td><PersonName name={member.name} />{member.team && <small className="quiet"> {member.team}</small>}{member.on_leave_until && <span className="reason">{t("leads:on_leave", { until: shortTime(member.on_leave_until) })}{member.covered_by !== null && ` · ${member.covered_by === "" ? t("route:covered_policy") : t("route:covered_by", { name: member.covered_by })}`}</span>}{member.missed_30 > 0 && <span className="reason" title={t("route:missed_hint")}>{t("route:missed_30", { n: member.missed_30 })}</span>}</td>
      <td>{number(member.held, listAddress("/leads", theirs, open))}{member.cap !== null && <span className="quiet number"> / {member.cap}</span>}</td>
      <td>{number(member.overdue, listAddress("/leads", theirs, { field: "response_due_at", op: "within", value: { last: 365, unit: "day" } }, open), true)}</td>
      <td>{number(member.running, listAddress("/leads", theirs, { field: "response_due_at", op: "not_empty" }, open))}{member.next_due_at && <> <Countdown due={member.next_due_at} /></>}</td>
      <td>{number(member.no_next_step, listAddress("/leads", theirs, { field: "next_step_at", op: "empty" }, open))}</td>
      <td>{number(member.logged_today, listAddress("/records/activity", theirs, { field: "happened_at", op: "within", value: { this: "day" } }))}</td>
      <td>{number(member.assigned_today, listAddress("/leads", theirs, { field: "assigned_at", op: "within", value: { this: "day" } }))}</td>
    </tr>
  );
}
