import { Button, Form, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { fieldTypes } from "../../../core/language/fields/registry.ts";
import type { Value } from "../../../core/language/types.ts";
import { call } from "../../api/call.ts";
import { touched } from "../../api/leads.ts";
import { useObject, type FieldMeta, type ObjectMeta } from "../../api/objects.ts";
import { ApiProblem } from "../../api/problem.ts";
import type { Item } from "../../api/records.ts";
import { recordAddress } from "../../app/pages.tsx";
import { fieldTwins } from "../../fields/registry.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useText, useWords } from "../../words/words.ts";

const LATER = new Set(["id", "version", "created_at", "created_by", "updated_at", "updated_by", "owner_id", "external_id", "closed_at", "done_at", "lost_reason"]);
const MOST = 12;

const asked = (object: ObjectMeta): FieldMeta[] =>
  object.fields.filter((field) => !field.internal && !field.retired && !field.readonly && !LATER.has(field.key) && !["file", "json", "auto_number"].includes(field.type) && (field.access ?? "edit") === "edit")
    .sort((a, b) => Number(b.key === object.title) - Number(a.key === object.title) || Number(b.required ?? false) - Number(a.required ?? false)).slice(0, MOST);

/** A record of any object by hand: its title, what it must have, and the fields asked first. */
export default function NewRecord({ object: key, values: given = {}, close }: { object: string; values: Record<string, string> | undefined; close: () => void }) {
  const t = useWords();
  const text = useText();
  const go = useNavigate();
  const object = useObject(key);
  const [values, setValues] = useState<Record<string, Value>>(given);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!object) return null;
  const fields = asked(object);
  const save = async (): Promise<void> => {
    const body: Record<string, Value> = {};
    const problems: Record<string, string> = {};
    for (const field of fields) {
      const parsed = fieldTypes[field.type].parse(values[field.key] ?? field.default ?? null, field);
      if ("problem" in parsed) problems[field.key] = text(parsed.problem);
      else if (parsed.value === null && field.required) problems[field.key] = t("leads:required");
      else if (parsed.value !== null) body[field.key] = parsed.value;
    }
    setWrong(problems);
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    try {
      const made = await call<Item>("POST", `/records/${key}`, { body: { ...given, ...body } });
      await touched(key);
      close();
      void go(recordAddress(key, made.id));
    } catch (problem) {
      setError(problem);
      if (problem instanceof ApiProblem) setWrong(Object.fromEntries(problem.errors.map((each) => [each.path, each.message])));
      setBusy(false);
    }
  };
  return (
    <Modal open title={`${t("leads:new_record")} · ${text(object.label)}`} width={560} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} onClick={() => void save()}>{t("leads:create")}</Button></>}>
      <Form layout="vertical" className="dialog" onFinish={() => void save()}>
        {error !== undefined && <Problem error={error} />}
        <div className="form-two">
          {fields.map((field) => {
            const { Edit } = fieldTwins[field.type];
            return (
              <Form.Item key={field.key} label={text(field.label)} required={field.required ?? false} htmlFor={`new-${field.key}`} validateStatus={wrong[field.key] ? "error" : ""} help={wrong[field.key]} className={field.type === "long_text" ? "form-full" : ""}>
                <Edit id={`new-${field.key}`} field={field} value={values[field.key] ?? field.default ?? null} autoFocus={field.key === object.title && field.type === "text"} onChange={(value) => setValues((now) => ({ ...now, [field.key]: value }))} />
              </Form.Item>
            );
          })}
        </div>
      </Form>
    </Modal>
  );
}
