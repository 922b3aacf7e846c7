import { DatePicker, Input, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { run } from "../../api/run.ts";
import { offerUndo, tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import { clocksChanged, type Running } from "./data.ts";

const REASONS = ["sla:pause_reason_1", "sla:pause_reason_2", "sla:pause_reason_3", "sla:pause_reason_4"] as const;

interface Props {
  running: { clock: Pick<Running["clock"], "step">; lead: { id: string; name?: unknown; company?: unknown } };
  close: () => void;
}

/** Why a clock stands still, and until when. */
export function PauseDialog({ running: { clock, lead }, close }: Props) {
  const t = useWords();
  const [reason, setReason] = useState("");
  const [own, setOwn] = useState("");
  const [until, setUntil] = useState<Dayjs | null>(null);
  const [busy, setBusy] = useState(false);
  const given = own.trim() || reason;
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await run("lead.pause_clocks", { id: lead.id, step: clock.step, reason: given, ...(until ? { until: until.toISOString() } : {}) });
      await clocksChanged();
      offerUndo(t("sla:paused_now"), async () => {
        await run("lead.resume_clocks", { id: lead.id, step: clock.step });
        await clocksChanged();
      });
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t("sla:pause_title", { name: String(lead.name ?? lead.company ?? "") })} width={440} onCancel={close} okText={t("sla:pause")} cancelText={t("common:cancel")} okButtonProps={{ disabled: given === "", loading: busy }} onOk={() => void save()}>
      <div className="dialog">
        <p className="quiet">{t("sla:pause_text")}</p>
        <div className="pills" role="group" aria-label={t("sla:pause_reason")}>
          {REASONS.map((key) => <button key={key} type="button" className="pill" aria-pressed={reason === t(key)} onClick={() => setReason(reason === t(key) ? "" : t(key))}>{t(key)}</button>)}
        </div>
        <Input value={own} maxLength={200} placeholder={t("sla:pause_reason_own")} aria-label={t("sla:pause_reason_own")} onChange={(event) => setOwn(event.target.value)} />
        <label className="stack" style={{ gap: 4 }}><span className="quiet">{t("sla:pause_until")}</span><DatePicker showTime={{ format: "HH:mm", minuteStep: 15 }} format="YYYY-MM-DD HH:mm" style={{ width: "100%" }} value={until} disabledDate={(day) => day.isBefore(dayjs().startOf("day"))} onChange={(next: Dayjs | null) => setUntil(next)} /></label>
      </div>
    </Modal>
  );
}
