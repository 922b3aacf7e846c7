import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useWords } from "../../words/words.ts";
import { newId, type ClockPause } from "../bodies.ts";
import { changed, Minutes, NameInput, When, without } from "../parts.tsx";

const NONE: ClockPause = { while: [], by_hand: true, max_minutes: null };

/** When a clock stands still: by conditions on the lead, by hand, and for how long at most. */
export function Pauses({ pause = NONE, onChange }: { pause: ClockPause | undefined; onChange: (pause: ClockPause) => void }) {
  const t = useWords();
  const put = (change: Partial<ClockPause>): void => onChange({ ...pause, ...change });
  const add = (): void => put({ while: [...pause.while, { id: newId(), name: { zh: t("sla:new_pause"), en: t("sla:new_pause") }, when: { field: "tags", op: "contains", value: "nurture" } }] });
  return (
    <div className="stack" style={{ gap: 8 }}>
      {pause.while.map((each, index) => (
        <div className="row clock-pause" key={each.id}>
          <span className="clock-pause-name"><NameInput label={t("sla:pause_name")} name={each.name} onChange={(name) => put({ while: changed(pause.while, index, { name }) })} /></span>
          <When filter={each.when} onChange={(when) => put({ while: changed(pause.while, index, { when }) })} />
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("sla:remove_pause")} onClick={() => put({ while: without(pause.while, index) })} />
        </div>
      ))}
      <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={add}>{t("sla:add_pause")}</Button></div>
      <Checkbox checked={pause.by_hand} onChange={(event) => put({ by_hand: event.target.checked })}>{t("sla:by_hand")}<span className="hint"> {t("sla:by_hand_hint")}</span></Checkbox>
      <div className="row">{t("sla:max_pause")}<Minutes label={t("sla:max_pause")} value={pause.max_minutes ?? undefined} onChange={(max_minutes) => put({ max_minutes })} empty={() => put({ max_minutes: null })} /><span className="hint">{t("sla:max_pause_hint")}</span></div>
    </div>
  );
}
