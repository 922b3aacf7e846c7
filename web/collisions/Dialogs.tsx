import { Button, Input, Modal, Slider } from "antd";
import { useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { touched } from "../api/leads.ts";
import { run } from "../api/run.ts";
import { tell, tellProblem } from "../ui/toast.tsx";
import { useWords, type WordKey } from "../words/words.ts";
import { partyName, type Collision } from "./party.ts";

interface Props {
  collision: Collision;
  close: () => void;
}

function useDoing({ collision, close }: Props): [boolean, (what: () => Promise<unknown>, said: WordKey) => Promise<void>] {
  const t = useWords();
  const go = useNavigate();
  const [busy, setBusy] = useState(false);
  return [busy, async (what, said) => {
    setBusy(true);
    try {
      await what();
      // What was done may take it off the list on screen: its page stays.
      void go(`/collisions/${collision.id}${window.location.search}`, { replace: true });
      await touched("collisions", "lead");
      tell(t(said));
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  }];
}

function Frame({ title, label, busy, ready, save, close, children }: { title: string; label: string; busy: boolean; ready: boolean; save: () => void; close: () => void; children: ReactNode }) {
  const t = useWords();
  return (
    <Modal open title={title} width={480} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={!ready} onClick={save}>{label}</Button></>}>
      <div className="dialog">{children}</div>
    </Modal>
  );
}

const VERDICTS = ["holder", "claimant", "split"] as const;
type Verdict = (typeof VERDICTS)[number];

/** The manager's verdict; what the principles propose is chosen already. */
export function DecideDialog({ collision, close }: Props) {
  const t = useWords();
  const [busy, act] = useDoing({ collision, close });
  const [verdict, setVerdict] = useState<Verdict | null>(collision.proposal.verdict);
  const [share, setShare] = useState(50);
  const [note, setNote] = useState("");
  const name = (side: Verdict): string => (side === "split" ? t("desks:split") : t(`desks:give_${side}`, { name: partyName(collision, side, t) }));
  const save = (): void => {
    if (!verdict) return;
    void act(() => run("collision.decide", { id: collision.id, verdict, ...(verdict === "split" ? { share } : {}), ...(note.trim() ? { note: note.trim() } : {}) }), "desks:done_decide");
  };
  return (
    <Frame title={t("desks:decide")} label={t("desks:decide")} busy={busy} ready={verdict !== null} save={save} close={close}>
      <div className="pills" role="group" aria-label={t("desks:decide")}>{VERDICTS.map((each) => <button key={each} type="button" className="pill" aria-pressed={verdict === each} onClick={() => setVerdict(each)}>{name(each)}</button>)}</div>
      {verdict === "split" && <label>{t("desks:share", { name: partyName(collision, "holder", t), n: share })}<Slider min={10} max={90} step={5} value={share} onChange={setShare} /></label>}
      <Input.TextArea value={note} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} placeholder={t("desks:decide_note")} aria-label={t("desks:decide_note")} onChange={(event) => setNote(event.target.value)} />
    </Frame>
  );
}

/** What one side knows, and whom the customer wants. */
export function EvidenceDialog({ collision, close }: Props) {
  const t = useWords();
  const [busy, act] = useDoing({ collision, close });
  const [note, setNote] = useState("");
  const [wish, setWish] = useState<"holder" | "claimant" | null>(null);
  const save = (): void => void act(() => run("collision.evidence", { id: collision.id, note: note.trim(), ...(wish ? { wish } : {}) }), "desks:done_evidence");
  return (
    <Frame title={t("desks:evidence")} label={t("desks:evidence")} busy={busy} ready={note.trim() !== ""} save={save} close={close}>
      <Input.TextArea autoFocus value={note} autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2_000} placeholder={t("desks:evidence_hint")} aria-label={t("desks:evidence")} onChange={(event) => setNote(event.target.value)} />
      <div>
        <p className="quiet">{t("desks:wish")}</p>
        <div className="pills" role="group" aria-label={t("desks:wish")}>
          {([null, "holder", "claimant"] as const).map((side) => <button key={String(side)} type="button" className="pill" aria-pressed={wish === side} onClick={() => setWish(side)}>{side ? partyName(collision, side, t) : t("desks:wish_unsaid")}</button>)}
        </div>
      </div>
      {collision.side && <p className="quiet">{t("desks:evidence_private")}</p>}
    </Frame>
  );
}

/** Why the verdict should be looked at again. */
export function AppealDialog({ collision, close }: Props) {
  const t = useWords();
  const [busy, act] = useDoing({ collision, close });
  const [reason, setReason] = useState("");
  const save = (): void => void act(() => run("collision.appeal", { id: collision.id, reason: reason.trim() }), "desks:done_appeal");
  return (
    <Frame title={t("desks:appeal")} label={t("desks:appeal")} busy={busy} ready={reason.trim() !== ""} save={save} close={close}>
      <p className="quiet">{t("desks:appeal_text")}</p>
      <Input.TextArea autoFocus value={reason} autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2_000} aria-label={t("desks:appeal")} onChange={(event) => setReason(event.target.value)} />
    </Frame>
  );
}
