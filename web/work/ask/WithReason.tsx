import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { doVerb } from "../../actions/lead-verbs.ts";
import { useObject } from "../../api/objects.ts";
import { tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";
import type { AboutLeads } from "./dialog.ts";

const RELEASE = ["leads:release_1", "leads:release_2", "leads:release_3", "leads:release_4"] as const;

/** Why leads go back to the pool, or are closed as not useful. */
export function WithReason({ verb, leads, clear, close }: AboutLeads & { verb: "release" | "disqualify" }) {
  const t = useWords();
  const text = useText();
  const choices = useObject("lead")?.fields.find((field) => field.key === "disqualify_reason")?.choices ?? [];
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const offered = verb === "release" ? RELEASE.map((key) => ({ value: t(key), label: t(key) })) : choices.filter((choice) => !choice.retired).map((choice) => ({ value: choice.value, label: text(choice.label) }));
  const given = verb === "release" ? [reason, note.trim()].filter(Boolean).join("：") : reason;
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await doVerb(verb, leads, verb === "release" ? { reason: given } : { reason, ...(note.trim() ? { note: note.trim() } : {}) });
      clear?.();
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t(`leads:${verb}_title`, { n: leads.length })} width={440} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={given === ""} onClick={() => void save()}>{t(`leads:${verb}`)}</Button></>}>
      <div className="dialog">
        <p className="quiet">{t(`leads:${verb}_text`)}</p>
        <div className="pills" role="group" aria-label={t("leads:reason")}>
          {offered.map((each) => <button key={each.value} type="button" className="pill" aria-pressed={reason === each.value} onClick={() => setReason(reason === each.value ? "" : each.value)}>{each.label}</button>)}
        </div>
        <Input.TextArea value={note} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={400} placeholder={t(verb === "release" ? "leads:reason_other" : "leads:note_optional")} aria-label={t("leads:note")} onChange={(event) => setNote(event.target.value)} />
      </div>
    </Modal>
  );
}
