import { Modal } from "antd";
import { useState, type ReactNode } from "react";
import { run } from "../api/run.ts";
import { Foreseen, type ForeseenAnswer } from "../design/sla/Foreseen.tsx";
import "../design/sla/sla.css";
import { tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";

interface Absence {
  from_at: string;
  to_at: string;
}

interface Effect {
  /** Shows what entering (or taking back) an absence does to running clocks, and goes on when that is wanted; at once where it does nothing. */
  before: (absence: Absence, remove: boolean, go: () => void) => Promise<void>;
  busy: boolean;
  dialog: ReactNode;
}

/** What leave does to the clocks of a person, shown before it is entered or taken back. */
export function useLeaveEffect(person: string): Effect {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<{ answer: ForeseenAnswer; go: () => void }>();
  const before: Effect["before"] = async ({ from_at, to_at }, remove, go) => {
    setBusy(true);
    try {
      const answer = await run("leave.preview", { id: person, from_at, to_at, ...(remove ? { remove } : {}) });
      if (answer.moved + answer.withdrawn + answer.handed_on === 0) go();
      else setAsked({ answer, go });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const dialog = asked && (
    <Modal open title={t("sla:preview_title")} width={560} okText={t("clocks:leave_go_on")} cancelText={t("common:cancel")} onCancel={() => setAsked(undefined)} onOk={() => { asked.go(); setAsked(undefined); }}>
      <Foreseen answer={asked.answer} />
    </Modal>
  );
  return { before, busy, dialog };
}
