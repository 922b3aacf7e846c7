import { Button, Modal } from "antd";
import { useState } from "react";
import { addTags, setMany } from "../../actions/lead-verbs.ts";
import { useObject } from "../../api/objects.ts";
import { tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";
import type { AboutLeads } from "./dialog.ts";

/** Stages one may move a lead to by hand; the others are reached by their own verbs. */
export const OPEN_STAGES = new Set(["assigned", "contacted", "qualified", "accepted", "nurturing"]);

/** Moves leads to a stage, or adds tags to them. */
export function StageOrTag({ kind, leads, clear, close }: AboutLeads & { kind: "stage" | "tag" }) {
  const t = useWords();
  const text = useText();
  const field = useObject("lead")?.fields.find((each) => each.key === (kind === "stage" ? "stage" : "tags"));
  const choices = (field?.choices ?? []).filter((choice) => !choice.retired && (kind === "tag" || OPEN_STAGES.has(choice.value)));
  const [chosen, setChosen] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const toggle = (value: string): void => setChosen(kind === "stage" ? [value] : chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      if (kind === "tag") await addTags(leads, chosen);
      else await setMany("lead", leads, "stage", chosen[0], t("leads:done_stage", { n: leads.length }));
      clear?.();
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t(`leads:${kind}_title`, { n: leads.length })} width={440} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={chosen.length === 0} onClick={() => void save()}>{t("common:save")}</Button></>}>
      <div className="dialog"><div className="pills">
        {choices.map((choice) => <button key={choice.value} type="button" className="pill" aria-pressed={chosen.includes(choice.value)} onClick={() => toggle(choice.value)}>{text(choice.label)}</button>)}
      </div></div>
    </Modal>
  );
}
