import { Modal } from "antd";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useSave } from "../manage/save.ts";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords } from "../words/words.ts";
import type { ObjectChange, PlanStep } from "./plan.ts";

const KINDS = ["add_field", "retire_field", "restore_field", "relabel_field", "relabel_object", "retire_object", "restore_object", "create_object", "index"] as const;

/** What a change will do, read before it is done. */
export function PlanModal({ change, onClose, onDone }: { change: ObjectChange; onClose: () => void; onDone: () => void }) {
  const t = useWords();
  const text = useText();
  const plan = useQuery({ queryKey: ["plan", change], queryFn: () => call<{ steps: PlanStep[] }>("POST", "/objects/plan", { body: change }), gcTime: 0, staleTime: 0, retry: false });
  const { key, ...body } = change;
  const apply = useSave(() => call("PATCH", `/objects/${key}`, { body }), { refresh: ["objects", "records", "record"], said: t("design:applied"), done: onDone });
  const steps = plan.data?.steps ?? [];
  return (
    <Modal open title={t("design:plan")} width={480} onCancel={onClose} okText={t("design:apply")} okButtonProps={{ disabled: steps.length === 0 }} confirmLoading={apply.isPending} onOk={() => apply.mutate(undefined)}>
      {plan.error && <Problem error={plan.error} />}
      {plan.data && steps.length === 0 && <p className="hint">{t("design:plan_nothing")}</p>}
      <ol className="steps">
        {steps.map((step) => {
          const kind = KINDS.find((each) => each === step.kind);
          return <li key={step.kind + step.title.en}><b>{text(step.title)}</b>{kind && <div className="hint">{t(`design:step_${kind}`)}</div>}</li>;
        })}
      </ol>
    </Modal>
  );
}
