import { Alert, Button, Tag } from "antd";
import { run } from "../api/run.ts";
import { useSave } from "../manage/save.ts";
import { fullNumber } from "../ui/numbers.ts";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { useText, useWords } from "../words/words.ts";
import { PREDICTIVE, type Predictive } from "./data.ts";

const MOST_SHOWN = 6;

/** Whether what comes in still looks like what was learned from, and whether the ranking still comes true. */
export function Health({ predictive, fixed }: { predictive: Predictive; fixed: boolean }) {
  const t = useWords();
  const text = useText();
  const { health, active } = predictive;
  const check = useSave(() => run("predictive.check", {}), { refresh: [PREDICTIVE], said: t("predict:check_started") });
  if (active === null) return null;
  const { decay } = health;
  const drifted = health.alarms.filter(({ kind }) => kind === "drift").map(({ key }) => health.drift.find((one) => one.key === key)?.label).filter((label) => label !== undefined);
  return (
    <section className="panel" aria-label={t("predict:health")}>
      <div className="panel-head"><h2>{t("predict:health")}</h2>{!fixed && <Button size="small" type="text" loading={check.isPending} onClick={() => check.mutate(undefined)}>{t("predict:check_now")}</Button>}</div>
      <div className="stack" style={{ gap: 8 }}>
        {drifted.length > 0 && <Alert type="warning" showIcon title={t("predict:drift_alarm", { names: drifted.map(text).join(t("predict:list_comma")) })} />}
        {health.alarms.some(({ kind }) => kind === "decay") && decay && <Alert type="warning" showIcon title={t("predict:decay_alarm", { now: fullNumber(decay.auc * 100, 0), was: fullNumber(decay.tested * 100, 0) })} />}
        {health.checked_at === null ? <p className="hint">{t("predict:not_checked")}</p> : (
          <>
            {health.alarms.length === 0 && <p className="hint">{t(health.drift.length > 0 ? "predict:no_alarm" : "predict:few_recent", { n: fullNumber(health.recent) })}</p>}
            {decay ? <p className="hint">{t("predict:live_auc", { auc: fullNumber(decay.auc * 100, 0), from: fullNumber(decay.auc_from * 100, 0), to: fullNumber(decay.auc_to * 100, 0), was: fullNumber(decay.tested * 100, 0), n: fullNumber(decay.converted + decay.lost) })}</p> : <p className="hint">{t("predict:not_matured")}</p>}
            <ul className="predict-drift">
              {health.drift.slice(0, MOST_SHOWN).map((one) => <li key={one.key}><span>{text(one.label)}</span><Tag color={one.state === "bad" ? "red" : one.state === "watch" ? "gold" : "green"}>{t(`predict:mix_${one.state}`)}</Tag><small className="number quiet" title={t("predict:psi")}>{fullNumber(one.psi, 2)}</small></li>)}
            </ul>
            <p className="hint">{t("predict:checked")} <RelativeTime at={health.checked_at} /></p>
          </>
        )}
      </div>
    </section>
  );
}
