import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { ObjectMeta } from "../../api/objects.ts";
import { queryClient } from "../../api/query-client.ts";
import { run } from "../../api/run.ts";
import { tell, tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";

/** Deletes a record and all that tells of it, for good; says so and asks for the reason, since nothing brings it back. */
export function Purge({ object, id }: { object: ObjectMeta; id: string }) {
  const t = useWords();
  const text = useText();
  const go = useNavigate();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const purge = async (): Promise<void> => {
    setBusy(true);
    try {
      await run("record.purge", { object: object.key, id, reason: reason.trim() });
      void go(-1);
      tell(t("views:purged"));
      await queryClient.invalidateQueries();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <>
      <Button type="link" size="small" danger onClick={() => setOpen(true)}>{t("views:purge")}</Button>
      {open && (
        <Modal open title={t("views:purge_title", { object: text(object.label) })} width={460} onCancel={() => setOpen(false)} footer={<><Button onClick={() => setOpen(false)}>{t("common:cancel")}</Button><Button type="primary" danger loading={busy} disabled={reason.trim() === ""} onClick={() => void purge()}>{t("views:purge")}</Button></>}>
          <div className="dialog">
            <p>{t("views:purge_text")}</p>
            <Input.TextArea autoFocus value={reason} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} placeholder={t("views:purge_reason")} aria-label={t("views:purge_reason")} onChange={(event) => setReason(event.target.value)} />
          </div>
        </Modal>
      )}
    </>
  );
}
