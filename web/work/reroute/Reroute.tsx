import { useMutation } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { run } from "../../api/run.ts";
import { fullNumber } from "../../ui/numbers.ts";
import { Problem } from "../../ui/Problem.tsx";
import { useWords } from "../../words/words.ts";
import type { ListHandle } from "../../actions/list.ts";
import type { AboutLeads } from "../ask/dialog.ts";
import { GivePicker } from "./GivePicker.tsx";
import { type GiveLeads, told } from "./handovers.ts";
import { PreviewTable } from "./PreviewTable.tsx";

/** Gives the selected leads anew: choose how, see who would get what and why, then do it; undone as a whole. */
export default function Reroute({ leads, matching, clear, close }: AboutLeads & { matching: ListHandle["matching"] | undefined }) {
  const t = useWords();
  const [give, setGive] = useState<GiveLeads | null>({ by: "policy" });
  const which = matching ? { filter: matching.filter ?? { all: [] }, ...(matching.q ? { q: matching.q } : {}) } : { ids: leads.map((lead) => lead.id) };
  const count = matching?.total ?? leads.length;
  const preview = useMutation({ mutationFn: (how: GiveLeads) => run("lead.reroute_preview", { ...which, give: how }) });
  const apply = useMutation({
    mutationFn: (how: GiveLeads) => run("lead.reroute", { ...which, give: how }),
    onSuccess: async (handover) => {
      clear?.();
      close();
      await told(handover);
    },
  });
  const change = (next: GiveLeads | null): void => {
    setGive(next);
    preview.reset();
  };
  const ready = preview.data && preview.data.moving > 0;
  return (
    <Modal
      open title={t("route:reroute_title", { n: fullNumber(count) })} width={620} onCancel={close}
      footer={<>
        <Button onClick={close}>{t("common:cancel")}</Button>
        <Button type={ready ? "default" : "primary"} disabled={give === null} loading={preview.isPending} onClick={() => give && preview.mutate(give)}>{t("route:preview")}</Button>
        {ready && <Button type="primary" loading={apply.isPending} onClick={() => give && apply.mutate(give)}>{t("route:apply", { n: fullNumber(preview.data.moving) })}</Button>}
      </>}
    >
      <div className="dialog">
        {matching && <p className="hint">{t("hand:all_hint")}</p>}
        <GivePicker onChange={change} />
        {(preview.error ?? apply.error) && <Problem error={preview.error ?? apply.error} />}
        {preview.data && <PreviewTable preview={preview.data} />}
      </div>
    </Modal>
  );
}
