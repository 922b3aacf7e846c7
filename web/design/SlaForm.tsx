import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { CalendarEditor } from "../manage/CalendarEditor.tsx";
import { useText, useWords } from "../words/words.ts";
import { GRADES, newId, type Clock, type FormProps, type SlaBody } from "./bodies.ts";
import { changed, moved, RuleCard, WhenWords, without } from "./parts.tsx";
import { ClockSettings } from "./sla/ClockSettings.tsx";
import { Effect } from "./sla/Effect.tsx";
import { useDuration } from "./sla/duration.ts";
import "./sla/sla.css";
import { Timeline } from "./sla/Timeline.tsx";

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
      <p className="says">{t("policies:sla_says")} {t("sla:says_more")}</p>
      {body.clocks.map((clock, index) => (
        <RuleCard
          key={clock.id} title={text(clock.name)} open={open === clock.id} onToggle={() => setOpen(open === clock.id ? undefined : clock.id)} onRemove={() => clocks(without(body.clocks, index))}
          onMove={(step) => clocks(moved(body.clocks, index, step))} first={index === 0} last={index === body.clocks.length - 1}
          summary={<>{t(`sla:${clock.step}`)} · {targets(clock)} · {t(`policies:time_${clock.time}`)} · <WhenWords filter={clock.when} /><Timeline clock={clock} /></>}
        >
          <ClockSettings clock={clock} onChange={(change) => clocks(changed(body.clocks, index, change))} replace={(next) => clocks(body.clocks.map((each, other) => (other === index ? next : each)))} />
        </RuleCard>
      ))}
      <div><Button icon={<PlusOutlined />} onClick={add}>{t("policies:add_clock")}</Button></div>
      <Effect body={body} />
      <CalendarEditor />
    </div>
  );
}
