import { PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useState } from "react";
import { useText, useWords } from "../../words/words.ts";
import { newId, type BehaviourRule, type ScoreGroup } from "../bodies.ts";
import { changed, Line, NameInput, RuleCard, When, WhenWords, without } from "../parts.tsx";
import { BehaviourCard } from "./BehaviourCard.tsx";
import { Weight } from "./Weight.tsx";

/** One group: what it counts for and its bounds, its rules about the lead, its rules about what the lead does. */
export function Group({ group, onChange, onRemove }: { group: ScoreGroup; onChange: (change: Partial<ScoreGroup>) => void; onRemove: () => void }) {
  const t = useWords();
  const text = useText();
  const [open, setOpen] = useState<string>();
  const { behaviours = [] } = group;
  const rules = (next: ScoreGroup["rules"]): void => onChange({ rules: next });
  const did = (next: BehaviourRule[]): void => onChange({ behaviours: next.length > 0 ? next : undefined } as Partial<ScoreGroup>);
  const toggle = (id: string): void => setOpen(open === id ? undefined : id);
  const add = (): void => {
    const id = newId();
    rules([...group.rules, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, when: { all: [] }, points: 5 }]);
    setOpen(id);
  };
  const addBehaviour = (): void => {
    const id = newId();
    did([...behaviours, { id, name: { zh: t("score:new_behaviour"), en: t("score:new_behaviour") }, what: { event: "page" }, where: [{ field: "url", op: "contains", value: "/pricing" }], count: 3, days: 7, points: group.max > 0 ? 15 : -15, half_life_days: 14 }]);
    setOpen(id);
  };
  return (
    <section className="panel" aria-label={text(group.name)}>
      <div className="panel-head">
        <h2>{text(group.name)}</h2>
        <span className="sentence quiet">
          {t("policies:counts_for")}<Select size="small" style={{ minWidth: 110 }} value={group.measures} aria-label={t("policies:counts_for")} options={(["fit", "interest", "neither"] as const).map((each) => ({ value: each, label: t(`policies:measures_${each}`) }))} onChange={(measures) => onChange({ measures })} />
          {t("policies:at_most")}<InputNumber<number> size="small" style={{ width: 64 }} min={0} precision={0} value={group.max} aria-label={t("policies:at_most")} onChange={(max) => max !== null && onChange({ max })} />
          {t("policies:at_least")}<InputNumber<number> size="small" style={{ width: 64 }} max={0} precision={0} value={group.min} aria-label={t("policies:at_least")} onChange={(min) => min !== null && onChange({ min })} />{t("policies:points")}
        </span>
        <span className="row row-end"><Button size="small" icon={<PlusOutlined />} onClick={add}>{t("policies:add_rule")}</Button><Button size="small" icon={<PlusOutlined />} onClick={addBehaviour}>{t("score:add_behaviour")}</Button>{group.rules.length + behaviours.length === 0 && <Button size="small" onClick={onRemove}>{t("policies:remove_group")}</Button>}</span>
      </div>
      <div className="stack" style={{ gap: 6 }}>
        {group.rules.length + behaviours.length === 0 && <p className="hint">{t("policies:group_empty")}</p>}
        {group.rules.map((rule, index) => (
          <RuleCard
            key={rule.id} title={text(rule.name)} summary={<WhenWords filter={rule.when} />} open={open === rule.id} onToggle={() => toggle(rule.id)} onRemove={() => rules(without(group.rules, index))}
            aside={<Weight name={text(rule.name)} points={rule.points} bounds={group} onChange={(points) => rules(changed(group.rules, index, { points }))} />}
          >
            <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => rules(changed(group.rules, index, { name }))} /></Line>
            <Line label={t("policies:when")}><When filter={rule.when} onChange={(when) => rules(changed(group.rules, index, { when }))} /></Line>
          </RuleCard>
        ))}
        {behaviours.length > 0 && <div className="behaviours"><div className="panel-head"><h3>{t("score:behaviours")}</h3></div><div className="stack" style={{ gap: 6 }}>
          {behaviours.map((rule, index) => (
            <BehaviourCard key={rule.id} rule={rule} bounds={group} open={open === rule.id} onToggle={() => toggle(rule.id)} onRemove={() => did(without(behaviours, index))} onChange={(next) => did(behaviours.map((each, other) => (other === index ? next : each)))} />
          ))}
        </div></div>}
      </div>
    </section>
  );
}
