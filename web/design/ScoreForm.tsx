import { PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useState } from "react";
import { useText, useWords } from "../words/words.ts";
import { newId, type FormProps, type ScoreBody, type ScoreGroup } from "./bodies.ts";
import { changed, Count, Line, NameInput, RuleCard, When, WhenWords, without } from "./parts.tsx";

/** Groups of rules that give points, and from which totals a lead is hot or which grade it has. */
export function ScoreForm({ body, onChange }: FormProps<ScoreBody>) {
  const t = useWords();
  const groups = (next: ScoreGroup[]): void => onChange({ ...body, groups: next });
  const { fit, interest } = body.grade;
  return (
    <div className="stack">
      {body.groups.map((group, index) => (
        <Group key={group.id} group={group} onChange={(next) => groups(changed(body.groups, index, next))} onRemove={() => groups(without(body.groups, index))} />
      ))}
      <div><Button icon={<PlusOutlined />} onClick={() => groups([...body.groups, { id: newId(), name: { zh: t("policies:new_group"), en: t("policies:new_group") }, kind: "own", measures: "neither", max: 20, min: 0, rules: [] }])}>{t("policies:add_group")}</Button></div>
      <section className="panel">
        <h2>{t("policies:thresholds")}</h2>
        <div className="stack" style={{ gap: 8 }}>
          <Line label={t("policies:heat")}><div className="sentence">{t("policies:heat_high")}<Count label={t("policies:heat_high")} value={body.heat.high} onChange={(high) => onChange({ ...body, heat: { ...body.heat, high } })} />{t("policies:heat_mid")}<Count label={t("policies:heat_mid")} value={body.heat.mid} onChange={(mid) => onChange({ ...body, heat: { ...body.heat, mid } })} />{t("policies:heat_low")}</div></Line>
          <Line label={t("policies:grade_fit")}><div className="sentence">{(["A", "B", "C"] as const).map((letter) => <span key={letter} className="row" style={{ gap: 4 }}>{letter} ≥<Count min={-1000} label={`${t("policies:grade_fit")} ${letter}`} value={fit[letter]} onChange={(value) => onChange({ ...body, grade: { fit: { ...fit, [letter]: value }, interest } })} /></span>)}{t("policies:else_d")}</div></Line>
          <Line label={t("policies:grade_interest")} hint={t("policies:grade_hint")}><div className="sentence">{(["1", "2", "3"] as const).map((digit) => <span key={digit} className="row" style={{ gap: 4 }}>{digit} ≥<Count min={-1000} label={`${t("policies:grade_interest")} ${digit}`} value={interest[digit]} onChange={(value) => onChange({ ...body, grade: { fit, interest: { ...interest, [digit]: value } } })} /></span>)}{t("policies:else_4")}</div></Line>
        </div>
      </section>
    </div>
  );
}

function Group({ group, onChange, onRemove }: { group: ScoreGroup; onChange: (change: Partial<ScoreGroup>) => void; onRemove: () => void }) {
  const t = useWords();
  const text = useText();
  const [open, setOpen] = useState<string>();
  const rules = (next: ScoreGroup["rules"]): void => onChange({ rules: next });
  const add = (): void => {
    const id = newId();
    rules([...group.rules, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, when: { all: [] }, points: 5 }]);
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
        <span className="row row-end"><Button size="small" icon={<PlusOutlined />} onClick={add}>{t("policies:add_rule")}</Button>{group.rules.length === 0 && <Button size="small" onClick={onRemove}>{t("policies:remove_group")}</Button>}</span>
      </div>
      <div className="stack" style={{ gap: 6 }}>
        {group.rules.length === 0 && <p className="hint">{t("policies:group_empty")}</p>}
        {group.rules.map((rule, index) => (
          <RuleCard
            key={rule.id} title={text(rule.name)} summary={<WhenWords filter={rule.when} />} open={open === rule.id} onToggle={() => setOpen(open === rule.id ? undefined : rule.id)} onRemove={() => rules(without(group.rules, index))}
            aside={<span className="row" style={{ gap: 4, flexWrap: "nowrap" }}><InputNumber<number> size="small" style={{ width: 70 }} min={-1000} max={1000} precision={0} value={rule.points} aria-label={`${text(rule.name)} ${t("policies:points")}`} onChange={(points) => points !== null && rules(changed(group.rules, index, { points }))} />{t("policies:points")}</span>}
          >
            <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => rules(changed(group.rules, index, { name }))} /></Line>
            <Line label={t("policies:when")}><When filter={rule.when} onChange={(when) => rules(changed(group.rules, index, { when }))} /></Line>
          </RuleCard>
        ))}
      </div>
    </section>
  );
}
