import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useWords } from "../words/words.ts";
import { newId, type FormProps, type ScoreBody, type ScoreGroup } from "./bodies.ts";
import { changed, Count, Line, without } from "./parts.tsx";
import { GradeGrid } from "./score/GradeGrid.tsx";
import { Group } from "./score/Group.tsx";
import "./score/score.css";
import { useSpread } from "./score/spread.ts";
import { SpreadPanel } from "./score/SpreadPanel.tsx";

/** Groups of rules that give points, and from which totals a lead is hot or which grade it has; with what every change does to the newest leads. */
export function ScoreForm({ body, onChange }: FormProps<ScoreBody>) {
  const t = useWords();
  const spread = useSpread(body);
  const groups = (next: ScoreGroup[]): void => onChange({ ...body, groups: next });
  const { fit, interest } = body.grade;
  return (
    <>
      <SpreadPanel spread={spread} />
      <div className="stack">
        {body.groups.map((group, index) => (
          <Group key={group.id} group={group} onChange={(next) => groups(changed(body.groups, index, next))} onRemove={() => groups(without(body.groups, index))} />
        ))}
        <div><Button icon={<PlusOutlined />} onClick={() => groups([...body.groups, { id: newId(), name: { zh: t("policies:new_group"), en: t("policies:new_group") }, kind: "own", measures: "neither", max: 20, min: 0, rules: [] }])}>{t("policies:add_group")}</Button></div>
        <section className="panel" aria-label={t("policies:thresholds")}>
          <h2>{t("policies:thresholds")}</h2>
          <div className="stack" style={{ gap: 8 }}>
            <Line label={t("policies:heat")}><div className="sentence">{t("policies:heat_high")}<Count label={t("policies:heat_high")} value={body.heat.high} onChange={(high) => onChange({ ...body, heat: { ...body.heat, high } })} />{t("policies:heat_mid")}<Count label={t("policies:heat_mid")} value={body.heat.mid} onChange={(mid) => onChange({ ...body, heat: { ...body.heat, mid } })} />{t("policies:heat_low")}</div></Line>
            <Line label={t("score:grid")} hint={t("score:grid_hint")}><GradeGrid body={body} spread={spread.data} onChange={(grade) => onChange({ ...body, grade })} /></Line>
            <Line label={t("policies:grade_fit")}><div className="sentence">{(["A", "B", "C"] as const).map((letter) => <span key={letter} className="row" style={{ gap: 4 }}>{letter} ≥<Count min={-1000} label={`${t("policies:grade_fit")} ${letter}`} value={fit[letter]} onChange={(value) => onChange({ ...body, grade: { fit: { ...fit, [letter]: value }, interest } })} /></span>)}{t("policies:else_d")}</div></Line>
            <Line label={t("policies:grade_interest")} hint={t("policies:grade_hint")}><div className="sentence">{(["1", "2", "3"] as const).map((digit) => <span key={digit} className="row" style={{ gap: 4 }}>{digit} ≥<Count min={-1000} label={`${t("policies:grade_interest")} ${digit}`} value={interest[digit]} onChange={(value) => onChange({ ...body, grade: { fit, interest: { ...interest, [digit]: value } } })} /></span>)}{t("policies:else_4")}</div></Line>
          </div>
        </section>
      </div>
    </>
  );
}
