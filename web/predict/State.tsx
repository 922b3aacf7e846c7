import { Alert, Button, Popconfirm, Tag } from "antd";
import { useEffect, useRef } from "react";
import { run } from "../api/run.ts";
import { useSave } from "../manage/save.ts";
import { fullNumber } from "../ui/numbers.ts";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { offerUndo } from "../ui/toast.tsx";
import { useText, useWords } from "../words/words.ts";
import { PREDICTIVE, type Predictive, type Training } from "./data.ts";

interface Props {
  predictive: Predictive;
  fixed: boolean;
  show: (version: number | undefined) => void;
}

/** What the organisation has to learn from, what predicts now, and the way to the next step. */
export function State({ predictive, fixed, show }: Props) {
  const t = useWords();
  const { converted, lost, needed, enough, active, model } = predictive;
  const ready = converted >= needed && lost >= needed;
  const training = predictive.run?.status === "running" ? predictive.run : null;
  const allow = model?.refused.filter((one) => one.allowed).map(({ key }) => key) ?? [];
  const train = useSave(() => run("predictive.train", { allow }), { refresh: [PREDICTIVE], done: () => show(undefined) });
  useFinished(predictive.run, show);
  const off = useSave(() => run("predictive.off", {}), {
    refresh: [PREDICTIVE],
    done: () => active !== null && offerUndo(t("predict:switched_off"), () => run("predictive.activate", { version: active })),
  });
  return (
    <section className="panel predict-state" aria-label={t("predict:state")}>
      <div className="predict-state-words">
        <p className="predict-lead">
          {active === null ? <Tag>{t("predict:off")}</Tag> : <Tag color="green">{t("predict:on", { n: active })}</Tag>}
          {t(!ready ? "predict:not_ready" : active !== null ? "predict:working" : model ? "predict:trained" : "predict:ready", { converted: fullNumber(converted), lost: fullNumber(lost), needed, missing: Math.max(needed - converted, 0) })}
        </p>
        <Meter label={t("predict:won_leads")} value={converted} needed={needed} enough={enough} />
        {converted >= needed && lost < needed && <p className="hint">{t("predict:few_lost", { lost: fullNumber(lost), needed })}</p>}
        {ready && converted < enough && <p className="hint">{t("predict:shrinks", { enough })}</p>}
        {!model && <p className="hint">{t("predict:what")}</p>}
      </div>
      {training ? <Running training={training} fixed={fixed} /> : !fixed && (
        <div className="row predict-actions">
          <Button type={model ? "default" : "primary"} disabled={!ready} loading={train.isPending} onClick={() => train.mutate(undefined)}>{t(model ? "predict:train_again" : "predict:train")}</Button>
          {active !== null && <Popconfirm title={t("predict:off_ask")} onConfirm={() => off.mutate(undefined)} okText={t("predict:switch_off")}><Button type="text" loading={off.isPending}>{t("predict:switch_off")}</Button></Popconfirm>}
        </div>
      )}
      {!training && <Ended training={predictive.run} />}
    </section>
  );
}

/** Shows what a training that was watched has made. */
function useFinished(training: Training | null, show: (version: number) => void): void {
  const before = useRef(training?.status);
  useEffect(() => {
    if (before.current === "running" && training?.status === "done" && training.version !== null) show(training.version);
    before.current = training?.status;
  }, [training, show]);
}

/** How many conversions there are, against what is needed and what is enough. */
function Meter({ label, value, needed, enough }: { label: string; value: number; needed: number; enough: number }) {
  const t = useWords();
  return (
    <div className="predict-meter" role="meter" aria-label={label} aria-valuenow={value} aria-valuemin={0} aria-valuemax={enough}>
      <div className={value >= needed ? "predict-meter-bar" : "predict-meter-bar predict-meter-short"}><i style={{ width: `${Math.min(100, (value / enough) * 100)}%` }} /><b style={{ left: `${(needed / enough) * 100}%` }} title={t("predict:needed", { n: needed })} /></div>
      <small className="number">{t("predict:meter", { n: fullNumber(value), needed, enough })}</small>
    </div>
  );
}

function Running({ training, fixed }: { training: Training; fixed: boolean }) {
  const t = useWords();
  const cancel = useSave(() => run("predictive.cancel", { id: training.id }), { refresh: [PREDICTIVE], said: t("predict:cancelled") });
  return <div className="predict-running" aria-live="polite"><ProgressLine label={t(`predict:phase_${training.phase}`)} done={training.done} total={training.total} {...(fixed ? {} : { cancel: () => cancel.mutate(undefined) })} /><p className="hint">{t("predict:leave_page")}</p></div>;
}

function Ended({ training }: { training: Training | null }) {
  const text = useText();
  if (training?.status !== "failed" || !training.problem) return null;
  return <Alert type="error" showIcon title={text(training.problem.text)} />;
}
