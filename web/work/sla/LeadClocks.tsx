import { PauseOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useCan } from "../../api/me.ts";
import type { Item } from "../../api/records.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { useText, useWords } from "../../words/words.ts";
import { WhyReceipt } from "../lead/WhyReceipt.tsx";
import { useLeadClocks, type Running } from "./data.ts";
import { goOn, Paused } from "./Paused.tsx";
import { PauseDialog } from "./PauseDialog.tsx";
import "./sla-board.css";

type Clock = Running["clock"];

/** On the lead page: every clock that runs or stands still for the lead, why, and the button that stops it with a reason or lets it go on. */
export function LeadClocks({ lead }: { lead: Item }) {
  const can = useCan();
  const [pausing, setPausing] = useState<Clock>();
  const clocks = useLeadClocks(lead.id, can("sla:read")).data?.items ?? [];
  const mine = can("lead:edit") && ["log", "release", "transfer"].some((verb) => lead.abilities?.includes(verb));
  return (
    <>
      {clocks.map((clock) => <ClockOf key={clock.id} clock={clock} lead={lead.id} mine={mine} pause={() => setPausing(clock)} />)}
      {pausing && <PauseDialog running={{ clock: pausing, lead }} close={() => setPausing(undefined)} />}
    </>
  );
}

function ClockOf({ clock, lead, mine, pause }: { clock: Clock; lead: string; mine: boolean; pause: () => void }) {
  const t = useWords();
  const text = useText();
  return (
    <>
      <dt>{text(clock.name)}</dt>
      <dd className="lead-clock">
        {clock.paused ? <Paused paused={clock.paused} /> : <Countdown due={clock.due_at} from={clock.started_at} />}
        {clock.paused && mine && <Button type="text" size="small" icon={<PlayCircleOutlined />} aria-label={`${t("sla:resume")} · ${text(clock.name)}`} title={t("sla:resume")} onClick={() => goOn(lead, clock.step)} />}
        {clock.can_pause && mine && <Button type="text" size="small" icon={<PauseOutlined />} aria-label={`${t("sla:pause")} · ${text(clock.name)}`} title={t("sla:pause")} onClick={pause} />}
        <WhyReceipt lead={lead} kind="sla" id={clock.id} title={t("leads:why_sla")} />
      </dd>
    </>
  );
}
