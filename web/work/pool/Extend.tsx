import { Button, Input, InputNumber, Modal } from "antd";
import { useState } from "react";
import { touched } from "../../api/leads.ts";
import { run } from "../../api/run.ts";
import { tell, tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import { ask } from "../../actions/ask.ts";
import { localTimes } from "../../ui/local-times.ts";
import type { AboutLeads } from "../ask/dialog.ts";
import { leadName } from "../ask/Sheets.tsx";
import "./pool.css";

const REASONS = ["pools:reason_1", "pools:reason_2", "pools:reason_3", "pools:reason_4"] as const;
/** What an owner may not do alone, but their manager may. */
const BEYOND = new Set(["extension_limit", "extension_too_long"]);

/** Puts the recycling of leads off, with a reason; what goes beyond one's own limit can be passed on to the manager. */
export function Extend({ leads, clear, close }: AboutLeads) {
  const t = useWords();
  const [days, setDays] = useState(3);
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [beyond, setBeyond] = useState<{ ids: string[]; why: string }>();
  const given = [reason, note.trim()].filter(Boolean).join("：");
  const save = async (ids: string[], asked: boolean): Promise<void> => {
    setBusy(true);
    try {
      const { items, done } = await run("lead.extend_many", { ids, days, reason: given, ...(asked ? { ask: true } : {}) });
      await touched("lead");
      const refused = items.filter((each) => !each.ok);
      const limited = refused.filter((each) => BEYOND.has(each.code ?? ""));
      if (done > 0) tell(t(asked ? "pools:extend_asked" : "pools:extend_done", { n: done }));
      const names = new Map(leads.map((lead) => [lead.id, leadName(lead, t("records:no_name"))]));
      if (limited.length > 0) {
        setBeyond({ ids: limited.map((each) => each.id), why: limited[0]?.title ?? "" });
        setBusy(false);
        return;
      }
      clear?.();
      if (refused.length > 0) ask({ kind: "failed", answers: refused.map((each) => ({ name: names.get(each.id) ?? "", title: localTimes(each.title ?? "") })) });
      else close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  const button = beyond
    ? <Button type="primary" loading={busy} onClick={() => void save(beyond.ids, true)}>{t("pools:ask_manager")}</Button>
    : <Button type="primary" loading={busy} disabled={given === ""} onClick={() => void save(leads.map((lead) => lead.id), false)}>{t("actions:extend")}</Button>;
  return (
    <Modal open title={t("pools:extend_title", { n: leads.length })} width={440} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button>{button}</>}>
      <div className="dialog">
        <p className="quiet">{t("pools:extend_text")}</p>
        <div className="pool-line">{t("pools:extend_by")}<InputNumber<number> style={{ width: 84 }} min={1} max={365} precision={0} value={days} aria-label={t("pools:extend_by")} onChange={(next) => { if (next !== null) setDays(next); setBeyond(undefined); }} />{t("policies:days")}</div>
        <div className="pills" role="group" aria-label={t("leads:reason")}>
          {REASONS.map((key) => <button key={key} type="button" className="pill" aria-pressed={reason === t(key)} onClick={() => setReason(reason === t(key) ? "" : t(key))}>{t(key)}</button>)}
        </div>
        <Input.TextArea value={note} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={400} placeholder={t("leads:reason_other")} aria-label={t("leads:note")} onChange={(event) => setNote(event.target.value)} />
        {beyond && <p className="beyond" role="alert">{t("pools:beyond")}：{beyond.why}</p>}
      </div>
    </Modal>
  );
}
