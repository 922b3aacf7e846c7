import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useWords } from "../../words/words.ts";
import { CLOCK_ACTIONS, newId, type ClockStep } from "../bodies.ts";
import { changed, Count, without } from "../parts.tsx";
import { useActionWords } from "./action-words.ts";
import { Group } from "./Group.tsx";

/** What happens on the way to the due time and after it, one line a step. */
export function Steps({ steps, onChange }: { steps: ClockStep[]; onChange: (steps: ClockStep[]) => void }) {
  const t = useWords();
  const action = useActionWords();
  const put = (index: number, next: ClockStep): void => onChange(steps.map((each, other) => (other === index ? next : each)));
  const act = (index: number, step: ClockStep, next: ClockStep["do"]): void => {
    const { to: _, ...rest } = step;
    put(index, { ...rest, do: next, ...(next === "notify_group" ? { to: { people: [], teams: [] } } : {}) });
  };
  return (
    <div className="stack" style={{ gap: 6 }}>
      {steps.map((step, index) => {
        const after = "minutes_after" in step.at;
        return (
          <div className="row clock-step" key={step.id}>
            <Select<"percent" | "after"> style={{ width: 120 }} value={after ? "after" : "percent"} aria-label={t("policies:steps")} options={[{ value: "percent", label: t("policies:at_percent") }, { value: "after", label: t("policies:at_after") }]} onChange={(kind) => onChange(changed(steps, index, { at: kind === "after" ? { minutes_after: 0 } : { percent: 50 } }))} />
            {"percent" in step.at ? <><Count min={1} max={1_000} label={t("policies:at_percent")} value={step.at.percent} onChange={(percent) => onChange(changed(steps, index, { at: { percent } }))} />%</> : <><Count max={525_600} label={t("policies:at_after")} value={step.at.minutes_after} onChange={(minutes_after) => onChange(changed(steps, index, { at: { minutes_after } }))} />{t("policies:minutes")}</>}
            <span aria-hidden="true">→</span>
            <Select style={{ minWidth: 132 }} value={step.do} aria-label={t("policies:do")} popupMatchSelectWidth={false} options={CLOCK_ACTIONS.map((each) => ({ value: each, label: action(each) }))} onChange={(next) => act(index, step, next)} />
            {step.do === "notify_group" && <Group to={step.to ?? { people: [], teams: [] }} onChange={(to) => put(index, { ...step, to })} />}
            <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("policies:remove_step")} onClick={() => onChange(without(steps, index))} />
          </div>
        );
      })}
      {steps.some((step) => step.do === "notify_group") && <p className="hint">{t("clocks:group_hint")}</p>}
      <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...steps, { id: newId(), at: { minutes_after: 60 }, do: "notify_manager" }])}>{t("policies:add_step")}</Button></div>
    </div>
  );
}
