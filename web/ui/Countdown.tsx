import { Tooltip } from "antd";
import { useWords } from "../words/words.ts";
import { spanParts } from "./duration.ts";
import { exactTime } from "./moment.ts";
import { useSecond } from "./now.ts";

interface Props {
  due: string;
  /** When the clock started: colours the last quarter as a warning. */
  from?: string;
}

/** Time left on an SLA clock, or how late it is. */
export function Countdown({ due, from }: Props) {
  const t = useWords();
  const now = useSecond();
  const left = Date.parse(due) - now;
  const total = from ? Date.parse(due) - Date.parse(from) : undefined;
  const state = left < 0 ? "late" : left < (total ? total / 4 : 15 * 60_000) ? "soon" : "fine";
  const time = spanParts(left).map((part) => t(`common:${part.unit}`, { n: part.n })).join(" ");
  return (
    <Tooltip title={exactTime(due, true)}>
      <span className={`countdown countdown-${state}`}>{t(left < 0 ? "common:overdue" : "common:left", { time })}</span>
    </Tooltip>
  );
}
