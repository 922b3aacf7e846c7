import { PauseOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Button, Select, Tooltip } from "antd";
import dayjs from "dayjs";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { doVerb } from "../../actions/lead-verbs.ts";
import { call } from "../../api/call.ts";
import { useCan } from "../../api/me.ts";
import type { Item } from "../../api/records.ts";
import { recordAddress } from "../../app/pages.tsx";
import { Countdown } from "../../ui/Countdown.tsx";
import { useHalfMinute } from "../../ui/now.ts";
import { tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";
import type { Member } from "../team/MemberRow.tsx";
import { grouped, type BoardPerson, type Grouping, type Running } from "./data.ts";
import { goOn, Paused } from "./Paused.tsx";

interface Props {
  items: readonly Running[];
  people: readonly BoardPerson[];
  by: Grouping;
  pause: (running: Running) => void;
}

/** Clocks in order of due time, in groups where that is asked for. */
export function ClockList({ items, people, by, pause }: Props) {
  const t = useWords();
  const can = useCan();
  const members = useQuery({ queryKey: ["team", "lead", "activity"], queryFn: () => call<{ items: Member[] }>("GET", "/team"), enabled: can("lead:transfer") }).data?.items ?? [];
  const names = new Map(people.flatMap((person) => [[person.id, person.name] as const, ...(person.team_id && person.team ? [[person.team_id, person.team] as const] : [])]));
  return (
    <>
      {grouped(items, people, by).map((group) => (
        <section key={group.key} className="panel sla-group">
          {by !== "due" && <h2>{names.get(group.key) ?? t("sla:no_team")}<small>{group.items.length}</small></h2>}
          <ul className="sla-clocks">{group.items.map((item) => <ClockLine key={item.clock.id} running={item} owner={names.get(item.clock.owner_id ?? "") ?? ""} members={members} pause={pause} />)}</ul>
        </section>
      ))}
    </>
  );
}

function ClockLine({ running, owner, members, pause }: { running: Running; owner: string; members: Member[]; pause: (running: Running) => void }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const { clock, lead } = running;
  const name = String(lead.name ?? lead.company ?? t("records:no_name"));
  const movable = lead.abilities.includes("transfer") && members.length > 0;
  return (
    <li className={`sla-clock${clock.late ? " sla-late" : ""}${clock.paused ? " sla-paused" : ""}`}>
      <span className="sla-name">
        <Link to={recordAddress("lead", lead.id)}>{name}</Link>
        {typeof lead.grade === "string" && <span className="grade">{lead.grade}</span>}
        {typeof lead.company === "string" && lead.company !== name && <small className="quiet">{lead.company}</small>}
      </span>
      <Tooltip title={t("sla:started", { at: dayjs(clock.started_at).format("MM-DD HH:mm") })}><span className="sla-step">{text(clock.name)}</span></Tooltip>
      <Way running={running} />
      <span className="sla-time">{clock.paused ? <Paused paused={clock.paused} /> : <Countdown due={clock.due_at} from={clock.started_at} />}</span>
      {movable ? (
        <Select
          size="small" className="sla-owner" value={clock.owner_id ?? ""} aria-label={t("sla:reassign_label", { name })} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false}
          options={[...members.map((member) => ({ value: member.id, label: member.on_leave_until ? `${member.name} · ${t("leads:away")}` : member.name })), ...(members.some((member) => member.id === clock.owner_id) ? [] : [{ value: clock.owner_id ?? "", label: owner }])]}
          onChange={(to: string) => doVerb("transfer", [lead as unknown as Item], { owner_id: to }).catch(tellProblem)}
        />
      ) : <span className="sla-owner quiet">{owner}</span>}
      <span className="sla-act">
        {clock.paused && can("lead:edit") && <Button type="text" size="small" icon={<PlayCircleOutlined />} aria-label={`${t("sla:resume")} · ${name}`} title={t("sla:resume")} onClick={() => goOn(lead.id, clock.step)} />}
        {clock.can_pause && can("lead:edit") && <Button type="text" size="small" icon={<PauseOutlined />} aria-label={`${t("sla:pause")} · ${name}`} title={t("sla:pause")} onClick={() => pause(running)} />}
      </span>
    </li>
  );
}

/** How far a clock has come on the wall between its start and its due time, with what happens on the way. */
function Way({ running: { clock } }: { running: Running }) {
  const t = useWords();
  const now = useHalfMinute();
  const [from, due] = [Date.parse(clock.started_at), Date.parse(clock.due_at)];
  const share = (at: number): number => Math.max(0, Math.min(100, ((at - from) / Math.max(due - from, 1)) * 100));
  const gone = share(clock.paused ? Date.parse(clock.paused.at) : now);
  return (
    <span className={`sla-way${clock.late ? " sla-way-late" : gone > 75 ? " sla-way-soon" : ""}`} aria-hidden="true">
      <i style={{ width: `${gone}%` }} />
      {clock.steps.filter((step) => Date.parse(step.at) <= due).map((step) => <b key={step.id} className={step.fired ? "sla-fired" : ""} style={{ left: `${share(Date.parse(step.at))}%` }} title={`${dayjs(step.at).format("MM-DD HH:mm")} ${t(step.fired ? "sla:step_done" : "sla:step_next")}`} />)}
    </span>
  );
}
