import { Button, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Compare } from "../../duplicates/Compare.tsx";
import { mergeAsPlanned, useMergePlan } from "../../duplicates/merge-plan.ts";
import { tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import type { AboutLeads } from "./dialog.ts";

/** Which lead stays and whose values are kept; the others go into it, and come back with one click. */
export function Merge({ leads, clear, close }: AboutLeads) {
  const t = useWords();
  const go = useNavigate();
  const plan = useMergePlan(leads);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await mergeAsPlanned(plan);
      clear?.();
      close();
      if (window.location.pathname !== "/leads") void go(`/leads/${plan.survivor}`);
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open title={t("leads:merge_title", { n: plan.others.length + 1 })} width={Math.min(1_180, 360 + leads.length * 230)} style={{ top: 40 }} onCancel={close}
      footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={plan.others.length === 0} onClick={() => void save()}>{t("leads:merge")}</Button></>}
    >
      <div className="dialog">
        <p className="quiet">{t("leads:merge_text")}</p>
        <Compare plan={plan} />
      </div>
    </Modal>
  );
}
