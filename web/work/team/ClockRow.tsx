import { HolderOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Select } from "antd";
import { Link } from "react-router";
import { doVerb } from "../../actions/lead-verbs.ts";
import type { Item } from "../../api/records.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import { leadName } from "../ask/Sheets.tsx";
import type { Member } from "./MemberRow.tsx";

/** A lead whose response clock runs; handed to somebody else by dragging it or choosing a name. */
export function ClockRow({ lead, members }: { lead: Item; members: Member[] }) {
  const t = useWords();
  const movable = lead.abilities?.includes("transfer") ?? false;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, isDragging } = useDraggable({ id: lead.id, data: lead, disabled: !movable });
  const name = leadName(lead, t("records:no_name"));
  return (
    <li ref={setNodeRef} className={isDragging ? "clock clock-dragged" : "clock"} style={transform ? { transform: `translate3d(${transform.x}px, ${transform.y}px, 0)` } : undefined}>
      {movable && <button type="button" ref={setActivatorNodeRef} className="clock-handle" {...listeners} {...attributes} aria-label={t("leads:drag_lead", { name })}><HolderOutlined /></button>}
      <Link to={`/leads/${lead.id}`} className="clock-name">{name}</Link>
      <span className="number quiet">{typeof lead.score === "number" ? lead.score : ""}{typeof lead.grade === "string" && <span className="grade">{lead.grade}</span>}</span>
      <Countdown due={String(lead.response_due_at)} {...(typeof lead.assigned_at === "string" ? { from: lead.assigned_at } : {})} />
      <Select
        size="small" className="clock-owner" value={String(lead.owner_id)} disabled={!movable} aria-label={t("leads:owner_of", { name })} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false}
        options={members.map((member) => ({ value: member.id, label: member.on_leave_until ? `${member.name} · ${t("leads:away")}` : member.name }))}
        onChange={(owner: string) => doVerb("transfer", [lead], { owner_id: owner }).catch(tellProblem)}
      />
    </li>
  );
}
