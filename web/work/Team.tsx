import { DndContext, MouseSensor, TouchSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import type { Filter } from "../../core/language/types.ts";
import { doVerb } from "../actions/lead-verbs.ts";
import { call } from "../api/call.ts";
import type { Item, RecordPage } from "../api/records.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { HandoverLog } from "./reroute/Log.tsx";
import { ClockRow } from "./team/ClockRow.tsx";
import { MemberRow, type Member } from "./team/MemberRow.tsx";

const open: Filter = { field: "stage", op: "not_in", value: ["converted", "disqualified"] };
const CLOCKS: Filter = { all: [{ field: "response_due_at", op: "not_empty" }, { field: "owner_id", op: "not_empty" }, open] };

/** The team now: who holds how much, whose clocks run out, who is away; a lead is handed over by dragging it to a person. */
export default function Team() {
  const t = useWords();
  const team = useQuery({ queryKey: ["team", "lead", "activity"], queryFn: () => call<{ items: Member[] }>("GET", "/team") });
  const clocks = useQuery({
    queryKey: ["team-clocks", "lead"],
    queryFn: () => call<RecordPage>("POST", "/records/lead/query", { body: { filter: CLOCKS, fields: ["name", "company", "score", "grade", "owner_id", "response_due_at", "assigned_at", "stage"], sort: ["response_due_at"], limit: 60, count: true } }),
  });
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 6 } }), useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }));
  const drop = ({ active, over }: DragEndEvent): void => {
    const lead = active.data.current as Item | undefined;
    if (lead && over && over.id !== lead.owner_id) doVerb("transfer", [lead], { owner_id: String(over.id) }).catch(tellProblem);
  };
  const error = team.error ?? clocks.error;
  if (error && !(team.data && clocks.data)) return <section className="page"><Problem error={error} retry={() => { void team.refetch(); void clocks.refetch(); }} /></section>;
  if (!team.data || !clocks.data) return <Waiting />;
  const members = team.data.items;
  const late = members.reduce((sum, member) => sum + member.overdue, 0);
  return (
    <PageFrame title={t("nav:team")} aside={t("leads:team_aside", { people: members.length, held: members.reduce((sum, member) => sum + member.held, 0), late })}>
      <DndContext sensors={sensors} onDragEnd={drop}>
        <div className="team">
          <section className="panel">
            <h2>{t("leads:workload")}</h2>
            <div className="table-scroll">
              <table className="members">
                <thead><tr><th>{t("leads:person")}</th><th>{t("leads:held")}</th><th>{t("leads:overdue_clocks")}</th><th>{t("leads:running_clocks")}</th><th>{t("leads:without_next")}</th><th>{t("leads:logged_today")}</th><th>{t("leads:assigned_today")}</th></tr></thead>
                <tbody>{members.map((member) => <MemberRow key={member.id} member={member} />)}</tbody>
              </table>
            </div>
          </section>
          <section className="panel">
            <h2>{t("leads:sla_board")} <span className="quiet number">{clocks.data.total}</span></h2>
            <p className="quiet">{t("leads:sla_board_text")}</p>
            {clocks.data.items.length === 0 ? <Empty title={t("leads:no_clocks")} text={t("leads:no_clocks_text")} /> : <ul className="clocks">{clocks.data.items.map((lead) => <ClockRow key={lead.id} lead={lead} members={members} />)}</ul>}
          </section>
        </div>
      </DndContext>
      <section className="panel" style={{ marginTop: 12 }}>
        <h2>{t("route:log")}</h2>
        <HandoverLog />
      </section>
    </PageFrame>
  );
}
