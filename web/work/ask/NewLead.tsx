import { Alert, Button, Form, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { fieldTypes } from "../../../core/language/fields/registry.ts";
import type { Value } from "../../../core/language/types.ts";
import { call } from "../../api/call.ts";
import { touched } from "../../api/leads.ts";
import { useObject, type FieldMeta } from "../../api/objects.ts";
import { fieldTwins } from "../../fields/registry.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { TakenHint } from "../../taken/TakenHint.tsx";
import { tell } from "../../ui/toast.tsx";
import { useText, useWords, type WordKey } from "../../words/words.ts";

const FIRST = ["name", "phone", "company", "wechat", "email", "source", "product_line", "need"];

interface Answer {
  outcome: "created" | "merged" | "attached" | "duplicate" | "quarantined" | "failed";
  lead_id: string | null;
  reasons: { code: string }[];
}

/** What a person is told when no lead of theirs came of it: the customer is taken, or it was set aside. */
const NONE: Partial<Record<Answer["outcome"], WordKey>> = { merged: "leads:hand_none_merged", attached: "leads:hand_none_attached", quarantined: "leads:hand_none_quarantined", failed: "leads:hand_failed" };

/** A lead by hand, through the same door as every other: cleaned, matched, scored and routed, and the person is told what became of it. */
export default function NewLead({ close }: { close: () => void }) {
  const t = useWords();
  const text = useText();
  const go = useNavigate();
  const object = useObject("lead");
  const [values, setValues] = useState<Record<string, Value>>({});
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>();
  const [taken, setTaken] = useState<WordKey>();
  const [busy, setBusy] = useState(false);
  const fields = FIRST.flatMap((key): FieldMeta[] => object?.fields.filter((field) => field.key === key) ?? []);
  const enough = ["name", "phone", "company", "wechat", "email"].some((key) => values[key]);
  const save = async (): Promise<void> => {
    const body: Record<string, Value> = {};
    const problems: Record<string, string> = {};
    for (const field of fields) {
      const parsed = fieldTypes[field.type].parse(values[field.key] ?? null, field);
      if ("problem" in parsed) problems[field.key] = text(parsed.problem);
      else if (parsed.value !== null) body[field.key] = parsed.value;
    }
    setWrong(problems);
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      const answer = await call<Answer>("POST", "/capture/hand", { body });
      await touched("lead", "arrivals");
      if (answer.lead_id === null) {
        setTaken(NONE[answer.outcome] ?? "leads:hand_none_other");
        setBusy(false);
        return;
      }
      tell(t(`leads:hand_${answer.outcome}`));
      close();
      void go(`/leads/${answer.lead_id}`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t("leads:new_lead")} width={520} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={!enough} onClick={() => void save()}>{t("leads:create")}</Button></>}>
      <Form layout="vertical" className="dialog" onFinish={() => void save()}>
        {error !== undefined && <Problem error={error} />}
        {taken && <Alert type="info" showIcon title={t(taken)} />}
        <div className="form-two">
          {fields.map((field) => {
            const { Edit } = fieldTwins[field.type];
            return (
              <Form.Item key={field.key} label={text(field.label)} htmlFor={`new-${field.key}`} validateStatus={wrong[field.key] ? "error" : ""} help={wrong[field.key] ?? (field.key === "phone" ? <TakenHint phone={values.phone} /> : undefined)} className={field.type === "long_text" ? "form-full" : ""}>
                <Edit id={`new-${field.key}`} field={field} value={values[field.key] ?? null} autoFocus={field.key === "name"} onChange={(value) => setValues((now) => ({ ...now, [field.key]: value }))} />
              </Form.Item>
            );
          })}
        </div>
        <p className="quiet">{t("leads:new_lead_text")}</p>
      </Form>
    </Modal>
  );
}
