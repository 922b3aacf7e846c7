import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../../api/call.ts";
import { touched } from "../../api/leads.ts";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { groupPhone } from "../../ui/phone-number.ts";
import { offerUndo, tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import type { AboutLeads } from "./dialog.ts";
import { leadName } from "./Sheets.tsx";

interface Merged {
  id: string;
  merges: { id: string }[];
}

/** Which lead stays; the others go into it, and come back with one click. */
export function Merge({ leads, clear, close }: AboutLeads) {
  const t = useWords();
  const go = useNavigate();
  const [survivor, setSurvivor] = useState(leads[0]?.id ?? "");
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const done = await call<Merged>("POST", "/leads/merge", { body: { survivor, others: leads.filter((lead) => lead.id !== survivor).map((lead) => lead.id) } });
      await touched("lead");
      clear?.();
      close();
      offerUndo(t("leads:done_merge", { n: leads.length }), async () => {
        for (const merge of [...done.merges].reverse()) await call("POST", `/merges/${merge.id}/undo`);
        await touched("lead");
      });
      if (window.location.pathname !== "/leads") void go(`/leads/${survivor}`);
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t("leads:merge_title", { n: leads.length })} width={480} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} onClick={() => void save()}>{t("leads:merge")}</Button></>}>
      <div className="dialog">
        <p className="quiet">{t("leads:merge_text")}</p>
        <Radio.Group className="stack" value={survivor} onChange={(event) => setSurvivor(String(event.target.value))}>
          {leads.map((lead) => <Radio key={lead.id} value={lead.id}>{leadName(lead, t("records:no_name"))} <span className="quiet">{typeof lead.phone === "string" && groupPhone(lead.phone)} <RelativeTime at={lead.created_at as string | undefined} /></span></Radio>)}
        </Radio.Group>
      </div>
    </Modal>
  );
}
