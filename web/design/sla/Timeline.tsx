import { Tooltip } from "antd";
import { useWords } from "../../words/words.ts";
import type { Clock, ClockStep } from "../bodies.ts";
import { useActionWords } from "./action-words.ts";
import { useDuration } from "./duration.ts";

/** Where a step lies, in minutes of the clock's own time from its start. */
const minuteOf = (step: ClockStep, target: number): number => ("percent" in step.at ? (target * step.at.percent) / 100 : target + step.at.minutes_after);

/** The longest stretch after the due time that is drawn, in targets: the rest is only named. */
const MOST_AFTER = 1;

/** A clock as a line from its start over its due time, with what happens on the way; in the time of grade A where it has one. */
export function Timeline({ clock }: { clock: Clock }) {
  const t = useWords();
  const duration = useDuration();
  const action = useActionWords();
  const grade = clock.target_minutes.A === undefined ? "other" : "A";
  const target = clock.target_minutes[grade] ?? clock.target_minutes.other;
  const steps = clock.steps.map((step) => ({ step, minute: minuteOf(step, target) })).sort((a, b) => a.minute - b.minute);
  const last = Math.min(Math.max(target, ...steps.map(({ minute }) => minute)), target * (1 + MOST_AFTER));
  const place = (minute: number): string => `${(Math.min(minute, last) / Math.max(last, 1)) * 100}%`;
  const when = (step: ClockStep): string => ("percent" in step.at ? t("sla:at_percent_words", { n: step.at.percent }) : step.at.minutes_after === 0 ? t("sla:at_due_words") : t("sla:at_after_words", { time: duration(step.at.minutes_after) }));
  return (
    <span className="timeline" role="img" aria-label={`${t("sla:timeline")}：${steps.map(({ step }) => `${when(step)} ${action(step.do)}`).join("，")}`}>
      <span className="timeline-line">
        <i className="timeline-before" style={{ width: place(target) }} />
        <i className="timeline-due" style={{ left: place(target) }} />
        {steps.map(({ step, minute }) => (
          <Tooltip key={step.id} title={`${when(step)}：${action(step.do)}`}><i className={minute < target ? "timeline-step" : "timeline-step timeline-late"} style={{ left: place(minute) }} /></Tooltip>
        ))}
      </span>
      <span className="timeline-words">{t("sla:timeline_for", { grade: t(`policies:grade_${grade}`), time: duration(target) })}{steps.map(({ step }) => <span key={step.id}>{when(step)} → {action(step.do)}</span>)}</span>
    </span>
  );
}
