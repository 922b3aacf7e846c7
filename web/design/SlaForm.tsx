import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { CalendarEditor } from "../manage/CalendarEditor.tsx";
import { useText, useWords } from "../words/words.ts";
import { CLOCK_ACTIONS, GRADES, newId, type Clock, type ClockStep, type FormProps, type SlaBody } from "./bodies.ts";
import { changed, Count, Line, Minutes, moved, NameInput, RuleCard, When, WhenWords, without } from "./parts.tsx";

/** Clocks: what has to happen by when, and what is done on the way there and after. */
export function SlaForm({ body, onChange }: FormProps<SlaBody>) {
  const t = useWords();
  const text = useText();
  const [open, setOpen] = useState<string>();
  const duration = useDuration();
  const clocks = (next: Clock[]): void => onChange({ clocks: next });
  const add = (): void => {
    const id = newId();
    clocks([...body.clocks, { id, name: { zh: t("policies:new_clock"), en: t("policies:new_clock") }, step: "next_activity", when: { all: [] }, target_minutes: { other: 4_320 }, time: "business", steps: [{ id: newId(), at: { minutes_after: 0 }, do: "notify_owner" }], on_transfer: "restart" }]);
    setOpen(id);
  };
  const targets = (clock: Clock): string => GRADES.flatMap((grade) => { const minutes = clock.target_minutes[grade]; return minutes === undefined ? [] : [`${t(`policies:grade_${grade}`)} ${duration(minutes)}`]; }).join(" · ");
  return (
    <div className="stack">
      <p className="says">{t("policies:sla_says")}</p>
      {body.clocks.map((clock, index) => (
        <RuleCard
          key={clock.id} title={text(clock.name)} open={open === clock.id} onToggle={() => setOpen(open === clock.id ? undefined : clock.id)} onRemove={() => clocks(without(body.clocks, index))}
          onMove={(step) => clocks(moved(body.clocks, index, step))} first={index === 0} last={index === body.clocks.length - 1}
          summary={<>{t(`policies:step_${clock.step}`)} · {targets(clock)} · {t(`policies:time_${clock.time}`)} · <WhenWords filter={clock.when} /></>}
        >
          <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={clock.name} onChange={(name) => clocks(changed(body.clocks, index, { name }))} /></Line>
          <Line label={t("policies:step")} hint={t(`policies:step_${clock.step}_hint`)}><Segmented<Clock["step"]> value={clock.step} options={(["first_response", "next_activity"] as const).map((step) => ({ value: step, label: t(`policies:step_${step}`) }))} onChange={(step) => clocks(changed(body.clocks, index, { step }))} /></Line>
          <Line label={t("policies:when")}><When filter={clock.when} onChange={(when) => clocks(changed(body.clocks, index, { when }))} /></Line>
          <Line label={t("policies:targets")} hint={t("policies:targets_hint")}>
            <div className="row">
              {GRADES.map((grade) => (
                <span key={grade} className="row" style={{ gap: 4, flexWrap: "nowrap" }}>{t(`policies:grade_${grade}`)}<Minutes label={t(`policies:grade_${grade}`)} value={clock.target_minutes[grade]} onChange={(minutes) => clocks(changed(body.clocks, index, { target_minutes: { ...clock.target_minutes, [grade]: minutes } }))} empty={() => {
                  if (grade === "other") return;
                  const { [grade]: _, ...rest } = clock.target_minutes;
                  clocks(changed(body.clocks, index, { target_minutes: rest }));
                }} /></span>
              ))}
            </div>
          </Line>
          <Line label={t("policies:time")} hint={t(`policies:time_${clock.time}_hint`)}><Segmented<Clock["time"]> value={clock.time} options={(["business", "wall"] as const).map((time) => ({ value: time, label: t(`policies:time_${time}`) }))} onChange={(time) => clocks(changed(body.clocks, index, { time }))} /></Line>
          <Line label={t("policies:steps")}><Steps steps={clock.steps} onChange={(steps) => clocks(changed(body.clocks, index, { steps }))} /></Line>
          <Line label={t("policies:on_transfer")}><Segmented<Clock["on_transfer"]> value={clock.on_transfer} options={(["restart", "continue"] as const).map((each) => ({ value: each, label: t(`policies:transfer_${each}`) }))} onChange={(on_transfer) => clocks(changed(body.clocks, index, { on_transfer }))} /></Line>
        </RuleCard>
      ))}
      <div><Button icon={<PlusOutlined />} onClick={add}>{t("policies:add_clock")}</Button></div>
      <CalendarEditor />
    </div>
  );
}

function Steps({ steps, onChange }: { steps: ClockStep[]; onChange: (steps: ClockStep[]) => void }) {
  const t = useWords();
  return (
    <div className="stack" style={{ gap: 6 }}>
      {steps.map((step, index) => {
        const after = "minutes_after" in step.at;
        return (
          <div className="row" key={step.id}>
            <Select<"percent" | "after"> style={{ width: 120 }} value={after ? "after" : "percent"} aria-label={t("policies:steps")} options={[{ value: "percent", label: t("policies:at_percent") }, { value: "after", label: t("policies:at_after") }]} onChange={(kind) => onChange(changed(steps, index, { at: kind === "after" ? { minutes_after: 0 } : { percent: 50 } }))} />
            {"percent" in step.at ? <><Count min={1} max={1_000} label={t("policies:at_percent")} value={step.at.percent} onChange={(percent) => onChange(changed(steps, index, { at: { percent } }))} />%</> : <><Count max={525_600} label={t("policies:at_after")} value={step.at.minutes_after} onChange={(minutes_after) => onChange(changed(steps, index, { at: { minutes_after } }))} />{t("policies:minutes")}</>}
            →<Select style={{ minWidth: 150 }} value={step.do} aria-label={t("policies:do")} options={CLOCK_ACTIONS.map((each) => ({ value: each, label: t(`policies:do_${each}`) }))} onChange={(next) => onChange(changed(steps, index, { do: next }))} />
            <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("policies:remove_step")} onClick={() => onChange(without(steps, index))} />
          </div>
        );
      })}
      <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...steps, { id: newId(), at: { minutes_after: 60 }, do: "notify_manager" }])}>{t("policies:add_step")}</Button></div>
    </div>
  );
}

function useDuration(): (minutes: number) => string {
  const t = useWords();
  return (minutes) => (minutes % 60 === 0 ? t("common:hours", { n: minutes / 60 }) : t("common:minutes", { n: minutes }));
}
