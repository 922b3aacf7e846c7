import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Button, Checkbox, InputNumber, Select, Switch } from "antd";
import type { OutputOf } from "../../apps/contract.ts";
import { useObject } from "../api/objects.ts";
import { run } from "../api/run.ts";
import { RulesDrawer } from "../duplicates/RulesDrawer.tsx";
import { useText, useWords } from "../words/words.ts";

type Setting = OutputOf<"collision.setting">["setting"];
type Principle = Setting["principles"][number];
const ALL: readonly Principle[] = ["first_entered", "first_valid_touch", "protection", "territory", "customer_wish"];

/** How collisions are settled: principles in order, deadline, appeal. */
export function SettingDrawer({ close }: { close: () => void }) {
  const t = useWords();
  return (
    <RulesDrawer<Setting>
      title={t("desks:setting")} text={t("desks:setting_text")} width={480} queryKey="collision-setting" close={close}
      read={async () => { const { setting, shipped } = await run("collision.setting", {}); return { rules: setting, shipped }; }} keep={(setting) => run("collision.set", setting)}
    >
      {(setting, setSetting) => <Editor setting={setting} setSetting={setSetting} />}
    </RulesDrawer>
  );
}

function Editor({ setting, setSetting }: { setting: Setting; setSetting: (next: Setting) => void }) {
  const t = useWords();
  const text = useText();
  const kinds = useObject("activity")?.fields.find((field) => field.key === "kind")?.choices ?? [];
  const change = (part: Partial<Setting>): void => setSetting({ ...setting, ...part });
  const move = (index: number, step: 1 | -1): void => {
    const next = [...setting.principles];
    const [one] = next.splice(index, 1);
    if (one) next.splice(index + step, 0, one);
    change({ principles: next });
  };
  return (
    <>
      <section>
        <h3>{t("desks:principles")}</h3>
        {[...setting.principles, ...ALL.filter((each) => !setting.principles.includes(each))].map((principle, index) => {
          const on = index < setting.principles.length;
          const name = t(`desks:principle_${principle}`);
          return (
            <div key={principle} className="principle-row">
              <span><Checkbox checked={on} disabled={on && setting.principles.length === 1} onChange={() => change({ principles: on ? setting.principles.filter((each) => each !== principle) : [...setting.principles, principle] })}>{on ? `${index + 1}. ` : ""}{name}</Checkbox></span>
              <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={!on || index === 0} aria-label={`${name} ${t("records:move_up")}`} onClick={() => move(index, -1)} />
              <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={!on || index >= setting.principles.length - 1} aria-label={`${name} ${t("records:move_down")}`} onClick={() => move(index, 1)} />
            </div>
          );
        })}
      </section>
      <label>{t("desks:touch_kinds")}<Select mode="multiple" style={{ width: "100%" }} value={setting.touch_kinds} options={kinds.map((choice) => ({ value: choice.value, label: text(choice.label) }))} onChange={(next: Setting["touch_kinds"]) => next.length > 0 && change({ touch_kinds: next })} /></label>
      <label>{t("desks:decide_hours")} <InputNumber<number> min={1} max={720} precision={0} value={setting.decide_hours} onChange={(hours) => hours && change({ decide_hours: hours })} /></label>
      <label>{t("desks:appeal_days")} <InputNumber<number> min={0} max={90} precision={0} value={setting.appeal_days} onChange={(days) => days !== null && change({ appeal_days: days })} /></label>
      <label><Switch size="small" checked={setting.automatic} onChange={(automatic) => change({ automatic })} /> {t("desks:automatic")}</label>
    </>
  );
}
