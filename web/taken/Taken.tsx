import { Alert, Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { touched } from "../api/leads.ts";
import { run } from "../api/run.ts";
import "../collisions/collisions.css";
import { Problem } from "../ui/Problem.tsx";
import { tell, tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { isHeld, TAKEN_KEYS, takenWords, type TakenAnswer, type TakenKey } from "./taken.ts";

/** Asks whether a customer is taken; who thinks the customer is theirs raises a claim from here. */
export function Taken({ first, close }: { first?: { key: TakenKey; value: string } | undefined; close: () => void }) {
  const t = useWords();
  const go = useNavigate();
  const [key, setKey] = useState<TakenKey>(first?.key ?? "phone");
  const [value, setValue] = useState(first?.value ?? "");
  const [answer, setAnswer] = useState<TakenAnswer>();
  const [error, setError] = useState<unknown>();
  const [claiming, setClaiming] = useState(first !== undefined);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const change = (next: { key?: TakenKey; value?: string }): void => {
    if (next.key) setKey(next.key);
    if (next.value !== undefined) setValue(next.value);
    setAnswer(undefined);
    setError(undefined);
    setClaiming(false);
  };
  const check = async (): Promise<void> => {
    if (value.trim() === "") return;
    setBusy(true);
    setError(undefined);
    try {
      setAnswer(await run("lead.taken", { [key]: value.trim() }));
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const raise = async (): Promise<void> => {
    setBusy(true);
    try {
      const collision = await run("collision.raise", { [key]: value.trim(), ...(note.trim() ? { note: note.trim() } : {}) });
      await touched("collisions");
      tell(t("desks:taken_raised"));
      close();
      void go(`/collisions/${collision.id}`);
    } catch (problem) {
      tellProblem(problem);
      setBusy(false);
    }
  };
  const held = answer !== undefined && isHeld(answer);
  return (
    <Modal
      open title={t("actions:taken")} width={480} onCancel={close}
      footer={claiming ? <><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} onClick={() => void raise()}>{t("desks:taken_claim")}</Button></> : <Button onClick={close}>{t("common:close")}</Button>}
    >
      <div className="dialog">
        <p className="quiet">{t("desks:taken_text")}</p>
        <form className="taken-ask" onSubmit={(event) => { event.preventDefault(); void check(); }}>
          <Select<TakenKey> value={key} aria-label={t("desks:taken_by")} options={TAKEN_KEYS.map((each) => ({ value: each, label: t(`desks:taken_${each}`) }))} onChange={(next) => change({ key: next })} />
          <Input autoFocus value={value} aria-label={t(`desks:taken_${key}`)} inputMode={key === "phone" ? "tel" : "text"} onChange={(event) => change({ value: event.target.value })} />
          <Button type={claiming ? "default" : "primary"} htmlType="submit" loading={busy && !claiming} disabled={value.trim() === ""}>{t("desks:taken_ask")}</Button>
        </form>
        {error !== undefined && <Problem error={error} />}
        {answer && <Alert type={!answer.exists ? "success" : "warning"} showIcon title={<div className="taken-answer" role="status">{takenWords(answer, t).map((each) => <p key={each}>{each}</p>)}</div>} action={held && !claiming && <Button size="small" onClick={() => setClaiming(true)}>{t("desks:taken_claim")}</Button>} />}
        {claiming && (
          <>
            <p className="quiet">{t("desks:taken_claim_text")}</p>
            <Input.TextArea value={note} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} placeholder={t("desks:taken_claim_note")} aria-label={t("desks:taken_claim")} onChange={(event) => setNote(event.target.value)} />
          </>
        )}
      </div>
    </Modal>
  );
}
