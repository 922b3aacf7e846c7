import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { doVerb } from "../../actions/lead-verbs.ts";
import type { FieldDef, Value } from "../../../core/language/types.ts";
import { fieldTwins } from "../../fields/registry.tsx";
import { tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";
import type { AboutLeads } from "./dialog.ts";

const OWNER: FieldDef = { key: "owner_id", type: "person", label: { zh: "负责人", en: "Owner" }, required: true };

/** Who gets the leads: the first owner (assign) or another one (transfer). */
export function Give({ verb, leads, clear, close }: AboutLeads & { verb: "assign" | "transfer" }) {
  const t = useWords();
  const [owner, setOwner] = useState<Value>(null);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const { Edit } = fieldTwins.person;
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await doVerb(verb, leads, { owner_id: owner, ...(note.trim() ? { note: note.trim() } : {}) });
      clear?.();
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t(`leads:${verb}_title`, { n: leads.length })} width={440} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={owner === null} onClick={() => void save()}>{t(`leads:${verb}`)}</Button></>}>
      <div className="dialog">
        <Edit field={OWNER} value={owner} onChange={setOwner} autoFocus />
        <Input.TextArea value={note} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} placeholder={t("leads:note_optional")} aria-label={t("leads:note")} onChange={(event) => setNote(event.target.value)} />
      </div>
    </Modal>
  );
}
