import { InputNumber, Slider } from "antd";
import { usePhoneWidth } from "../../ui/phone-width.ts";
import { useWords } from "../../words/words.ts";

interface Props {
  name: string;
  points: number;
  /** Lowest and highest points the group lets count. */
  bounds: { min: number; max: number };
  onChange: (points: number) => void;
}

/** As far as the slider goes; further points are typed. */
const FURTHEST = 60;

/** The points of a rule: a slider to try, a number to be exact. */
export function Weight({ name, points, bounds, onChange }: Props) {
  const t = useWords();
  const phone = usePhoneWidth();
  const low = Math.min(Math.max(bounds.min, -FURTHEST), points);
  const high = Math.max(Math.min(bounds.max, FURTHEST), points);
  return (
    <span className="row" style={{ gap: 6, flexWrap: "nowrap" }}>
      {!phone && <Slider className="weight" min={low} max={high} value={points} included={low === 0} tooltip={{ open: false }} ariaLabelForHandle={t("score:weight", { name })} onChange={onChange} />}
      <InputNumber<number> size="small" style={{ width: 70 }} min={-1000} max={1000} precision={0} value={points} aria-label={`${name} ${t("policies:points")}`} onChange={(next) => next !== null && onChange(next)} />{t("policies:points")}
    </span>
  );
}
