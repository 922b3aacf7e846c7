import { Segmented, Select } from "antd";
import { useObject } from "../../api/objects.ts";
import { useText, useWords } from "../../words/words.ts";
import { CLOCK_STEPS, GRADES, type Clock } from "../bodies.ts";
import { Line, Minutes, NameInput, When } from "../parts.tsx";
import { Pauses } from "./Pauses.tsx";
import { Steps } from "./Steps.tsx";

interface Props {
  clock: Clock;
  onChange(change: Partial<Clock>): void;
  /** For a change that takes a setting away. */
  replace(clock: Clock): void;
}

const HINTS = { first_response: "policies:step_first_response_hint", accept: "sla:step_accept_hint", next_activity: "policies:step_next_activity_hint", stage_exit: "sla:step_stage_exit_hint" } as const;
const CLOSED = new Set(["converted", "disqualified"]);

/** Everything one clock can be told, in the order in which one would say it. */
export function ClockSettings({ clock, onChange, replace }: Props) {
  const t = useWords();
  const text = useText();
  const stages = useObject("lead")?.fields.find((field) => field.key === "stage")?.choices ?? [];
  const leave = clock.on_leave ?? "stop";
  const step = (next: Clock["step"]): void => {
    const { stage: _, ...rest } = clock;
    replace({ ...rest, step: next });
  };
  return (
    <>
      <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={clock.name} onChange={(name) => onChange({ name })} /></Line>
      <Line label={t("policies:step")} hint={t(HINTS[clock.step])}>
        <div className="row">
          <Select<Clock["step"]> value={clock.step} aria-label={t("policies:step")} popupMatchSelectWidth={false} style={{ minWidth: 150 }} options={CLOCK_STEPS.map((each) => ({ value: each, label: t(`sla:${each}`) }))} onChange={step} />
          {clock.step === "stage_exit" && <Select<string> value={clock.stage ?? null} status={clock.stage ? "" : "error"} aria-label={t("sla:which_stage")} placeholder={t("sla:choose_stage")} popupMatchSelectWidth={false} style={{ minWidth: 150 }} options={stages.filter((each) => !each.retired && !CLOSED.has(each.value)).map((each) => ({ value: each.value, label: text(each.label) }))} onChange={(stage) => onChange({ stage })} />}
        </div>
      </Line>
      <Line label={t("policies:when")}><When filter={clock.when} onChange={(when) => onChange({ when })} /></Line>
      <Line label={t("policies:targets")} hint={t("policies:targets_hint")}>
        <div className="row">
          {GRADES.map((grade) => (
            <span key={grade} className="row" style={{ gap: 4, flexWrap: "nowrap" }}>{t(`policies:grade_${grade}`)}<Minutes label={t(`policies:grade_${grade}`)} value={clock.target_minutes[grade]} onChange={(minutes) => onChange({ target_minutes: { ...clock.target_minutes, [grade]: minutes } })} empty={() => {
              if (grade === "other") return;
              const { [grade]: _, ...rest } = clock.target_minutes;
              onChange({ target_minutes: rest });
            }} /></span>
          ))}
        </div>
      </Line>
      <Line label={t("policies:time")} hint={t(`policies:time_${clock.time}_hint`)}><Segmented<Clock["time"]> value={clock.time} options={(["business", "wall"] as const).map((time) => ({ value: time, label: t(`policies:time_${time}`) }))} onChange={(time) => onChange({ time })} /></Line>
      <Line label={t("policies:steps")}><Steps steps={clock.steps} onChange={(steps) => onChange({ steps })} /></Line>
      <Line label={t("sla:pauses")} hint={t("sla:pauses_hint")}><Pauses pause={clock.pause} onChange={(pause) => onChange({ pause })} /></Line>
      <Line label={t("sla:on_leave")} hint={t(`sla:leave_${leave}_hint`)}><Segmented<NonNullable<Clock["on_leave"]>> value={leave} options={(["stop", "run", "hand_on"] as const).map((each) => ({ value: each, label: t(`sla:leave_${each}`) }))} onChange={(on_leave) => onChange({ on_leave })} /></Line>
      <Line label={t("policies:on_transfer")}><Segmented<Clock["on_transfer"]> value={clock.on_transfer} options={(["restart", "continue"] as const).map((each) => ({ value: each, label: t(`policies:transfer_${each}`) }))} onChange={(on_transfer) => onChange({ on_transfer })} /></Line>
    </>
  );
}
