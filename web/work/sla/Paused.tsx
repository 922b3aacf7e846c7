import dayjs from "dayjs";
import { run } from "../../api/run.ts";
import { spanParts } from "../../ui/duration.ts";
import { tell, tellProblem } from "../../ui/toast.tsx";
import { say, useText, useWords } from "../../words/words.ts";
import { clocksChanged, type Running } from "./data.ts";

/** A clock that stands still: what it has left, why, since when and until when. */
export function Paused({ paused }: { paused: NonNullable<Running["clock"]["paused"]> }) {
  const t = useWords();
  const text = useText();
  const time = spanParts(paused.remaining_seconds * 1_000).map((part) => t(`common:${part.unit}`, { n: part.n })).join(" ");
  const at = (moment: string): string => dayjs(moment).format("MM-DD HH:mm");
  return (
    <span className="sla-still">
      <b>{t(paused.remaining_seconds < 0 ? "sla:paused_late" : "sla:paused_left", { time })}</b>
      <small className="quiet">{t("sla:paused_why", { reason: text(paused.reason), at: at(paused.at) })}{paused.until && ` · ${t("sla:paused_until", { at: at(paused.until) })}`}</small>
    </span>
  );
}

/** Lets a paused clock of a lead go on. */
export function goOn(lead: string, step: Running["clock"]["step"]): void {
  run("lead.resume_clocks", { id: lead, step }).then(async () => {
    await clocksChanged();
    tell(say("sla:resumed_now"));
  }, tellProblem);
}
