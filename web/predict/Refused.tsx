import { Button, Tag } from "antd";
import { run } from "../api/run.ts";
import { useSave } from "../manage/save.ts";
import { useText, useWords, type WordKey } from "../words/words.ts";
import { PREDICTIVE, type Model } from "./data.ts";
import { percent } from "./Figures.tsx";

type One = Model["refused"][number];

const CODES = ["after_outcome", "after_contact", "after_arrival", "fill_differs", "separates", "decides", "outdoes_all", "filled_by_outcome", "graded"] as const;

/** Fields that were not learned from, each with the reason; the softer ones may be allowed, which trains anew. */
export function Refused({ model, fixed }: { model: Model; fixed: boolean }) {
  const t = useWords();
  const text = useText();
  const allowed = model.refused.filter((one) => one.allowed).map(({ key }) => key);
  const train = useSave((key: string) => run("predictive.train", { allow: allowed.includes(key) ? allowed.filter((other) => other !== key) : [...allowed, key] }), { refresh: [PREDICTIVE], said: t("predict:training_again") });
  const reason = ({ code, facts }: One): string => {
    const known = CODES.find((each) => each === code);
    return known ? t(`predict:why_${known}` as WordKey, Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, percent(value)]))) : code;
  };
  return (
    <section className="panel" aria-label={t("predict:refused")}>
      <h2>{t("predict:refused")}</h2>
      <p className="hint">{t(model.refused.length > 0 ? "predict:refused_hint" : "predict:refused_none")}</p>
      <ul className="predict-refused">
        {model.refused.map((one) => (
          <li key={one.key}>
            <div><b>{text(one.label)}</b>{one.allowed && <Tag color="gold">{t("predict:allowed")}</Tag>}</div>
            <p>{reason(one)}</p>
            {!fixed && !one.hard && <Button size="small" type="link" loading={train.isPending && train.variables === one.key} onClick={() => train.mutate(one.key)}>{t(one.allowed ? "predict:disallow" : "predict:allow")}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
