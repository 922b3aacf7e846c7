import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Modal, Segmented, Table, Tag } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import type { Text } from "../../core/refusal.ts";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useObjects, type FieldMeta, type ObjectMeta } from "../api/objects.ts";
import { Waiting } from "../app/Waiting.tsx";
import { useRoles, type Grants } from "../manage/directory.ts";
import "../manage/manage.css";
import { useSave } from "../manage/save.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords } from "../words/words.ts";
import { FieldDrawer } from "./FieldDrawer.tsx";
import { freeKey, plain } from "./keys.ts";
import { PlanModal } from "./PlanModal.tsx";
import type { ObjectChange } from "./plan.ts";

const SYSTEM = ["id", "version", "created_at", "created_by", "updated_at", "updated_by", "owner_id"];

/** What the company keeps records of, and which fields each has. */
export default function Objects() {
  const t = useWords();
  const text = useText();
  const go = useNavigate();
  const params = useParams();
  const objects = useObjects();
  const [making, setMaking] = useState(false);
  if (objects.isPending) return <Waiting />;
  if (!objects.data) return <Problem error={objects.error} retry={() => void objects.refetch()} />;
  const object = objects.data.find((each) => each.key === params.object) ?? objects.data.find((each) => each.key === "lead") ?? objects.data[0];
  return (
    <PageFrame title={t("nav:objects")} actions={<Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t("design:new_object")}</Button>}>
      <div className="split">
        <aside>
          <ul className="side-list">
            {objects.data.map((each) => (
              <li key={each.key}><button type="button" className="side-item" aria-current={each.key === object?.key} onClick={() => void go(`/objects/${each.key}`)}><span>{text(each.label)}</span><small>{each.retired ? t("design:retired") : each.standard ? "" : t("design:own")}</small></button></li>
            ))}
          </ul>
        </aside>
        {object && <Fields key={object.key} object={object} objects={objects.data} />}
      </div>
      {making && <NewObject onClose={() => setMaking(false)} taken={objects.data.map((each) => each.key)} />}
    </PageFrame>
  );
}

function Fields({ object, objects }: { object: ObjectMeta; objects: ObjectMeta[] }) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const go = useNavigate();
  const [editing, setEditing] = useState<FieldMeta | "new">();
  const [planned, setPlanned] = useState<ObjectChange>();
  const [renaming, setRenaming] = useState(false);
  const [showRetired, setShowRetired] = useState(false);
  const own = object.fields.filter((field) => !SYSTEM.includes(field.key));
  const retired = own.filter((field) => field.retired).length;
  const target = (field: FieldMeta): string => { const found = objects.find((each) => each.key === field.target); return found ? ` → ${text(found.label)}` : ""; };
  return (
    <div className="stack">
      <div className="row">
        <h2 style={{ fontSize: 15 }}>{text(object.label)}</h2><span className="quiet">{t("design:n_fields", { n: own.length - retired })}</span>
        {retired > 0 && <Checkbox checked={showRetired} onChange={(event) => setShowRetired(event.target.checked)}>{t("design:show_retired", { n: retired })}</Checkbox>}
        <span className="row row-end">
          <Button onClick={() => setRenaming(true)}>{t("design:rename")}</Button>
          {!object.standard && !object.retired && <Button onClick={() => void go(`/records/${object.key}`)}>{t("objects:open_list")}</Button>}
          {!object.standard && <Button onClick={() => setPlanned({ key: object.key, retired: !object.retired })}>{t(object.retired ? "design:restore_object" : "design:retire_object")}</Button>}
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>{t("design:add_field")}</Button>
        </span>
      </div>
      <div className="sheet">
        <Table<FieldMeta>
          size="small" rowKey="key" dataSource={own.filter((field) => showRetired || !field.retired)} pagination={false} rowClassName={(field) => (field.retired ? "row-off" : "")}
          columns={[
            { title: t("design:label"), key: "label", render: (_, field) => <button type="button" className="cell-title" onClick={() => setEditing(field)}>{text(field.label)}</button> },
            { title: t("design:type"), key: "type", render: (_, field) => `${t(`design:type_${field.type}`)}${target(field)}` },
            ...(phone ? [] : [
              { title: t("design:key"), key: "key", render: (_: unknown, field: FieldMeta) => <code className="quiet">{field.key}</code> },
              { title: t("design:choices"), key: "choices", render: (_: unknown, field: FieldMeta) => <span className="quiet">{(field.choices ?? []).filter((each) => !each.retired).slice(0, 4).map((each) => text(each.label)).join("、")}{(field.choices?.length ?? 0) > 4 && ` +${(field.choices?.length ?? 0) - 4}`}</span> },
            ]),
            { title: "", key: "flags", render: (_, field) => <>{field.key === object.title && <Tag>{t("design:title_field")}</Tag>}{field.required && <Tag color="blue">{t("design:required")}</Tag>}{field.readonly && <Tag>{t("design:by_system")}</Tag>}{field.retired && <Tag>{t("design:retired")}</Tag>}</> },
            { title: "", key: "do", align: "right", render: (_, field) => !field.readonly && field.key !== object.title && <Button size="small" type="text" onClick={() => setPlanned({ key: object.key, fields: [{ ...plain(field), retired: !field.retired }] })}>{t(field.retired ? "design:restore" : "design:retire")}</Button> },
          ]}
        />
      </div>
      {editing && <FieldDrawer key={editing === "new" ? "new" : editing.key} object={object} objects={objects} field={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} onPlan={(field) => setPlanned({ key: object.key, fields: [field] })} />}
      {planned && <PlanModal change={planned} onClose={() => setPlanned(undefined)} onDone={() => { setPlanned(undefined); setEditing(undefined); }} />}
      {renaming && <Rename label={object.label} onClose={() => setRenaming(false)} onSave={(label) => { setRenaming(false); setPlanned({ key: object.key, label }); }} />}
    </div>
  );
}

function Rename({ label, onClose, onSave }: { label: Text; onClose: () => void; onSave: (label: Text) => void }) {
  const t = useWords();
  const [form] = Form.useForm<Text>();
  const rules = [{ required: true, whitespace: true, message: t("auth:required") }];
  return (
    <Modal open title={t("design:rename")} width={380} onCancel={onClose} onOk={() => form.submit()} okText={t("design:next")}>
      <Form<Text> form={form} layout="vertical" requiredMark={false} initialValues={label} onFinish={onSave}>
        <Form.Item name="zh" label={t("design:name_zh")} rules={rules}><Input autoFocus /></Form.Item>
        <Form.Item name="en" label={t("design:name_en")} rules={rules}><Input /></Form.Item>
      </Form>
    </Modal>
  );
}

interface Input_ {
  zh: string;
  en: string;
  roles: Record<string, "none" | "read" | "edit">;
}

/** What a role gets at first: what it may do with accounts. */
function usualAccess({ verbs }: Grants): "none" | "read" | "edit" {
  const may = (verb: string): boolean => [...(verbs.account ?? []), ...(verbs["*"] ?? [])].some((each) => each === verb || each === "*");
  return may("edit") ? "edit" : may("read") ? "read" : "none";
}

function NewObject({ onClose, taken }: { onClose: () => void; taken: string[] }) {
  const t = useWords();
  const go = useNavigate();
  const text = useText();
  const can = useCan();
  const roles = useRoles(can("role:edit"));
  const others = (roles.data ?? []).filter((role) => role.key !== "admin");
  const [form] = Form.useForm<Input_>();
  const save = useSave(
    async ({ zh, en, roles: chosen }: Input_) => {
      const key = freeKey(en, taken);
      const granted = Object.entries(chosen ?? {}).flatMap(([role, access]) => (access === "none" ? [] : [{ role, access }]));
      await call("POST", "/objects", { body: { key, label: { zh, en }, roles: granted } });
      return key;
    },
    { refresh: ["objects", "role"], said: t("design:object_made"), form, done: (key) => { onClose(); void go(`/objects/${key}`); } },
  );
  const rules = [{ required: true, whitespace: true, message: t("auth:required") }];
  return (
    <Modal open title={t("design:new_object")} width={400} onCancel={onClose} onOk={() => form.submit()} okText={t("design:create")} confirmLoading={save.isPending}>
      <p className="hint">{t("design:new_object_hint")}</p>
      <Form<Input_> form={form} layout="vertical" requiredMark={false} onFinish={save.mutate}>
        <Form.Item name="zh" label={t("design:name_zh")} rules={rules}><Input autoFocus placeholder={t("design:object_example")} /></Form.Item>
        <Form.Item name="en" label={t("design:name_en")} extra={t("design:key_from_name")} rules={rules}><Input placeholder="Contract" /></Form.Item>
        {others.length > 0 && <p className="hint">{t("objects:roles_hint")}</p>}
        {others.map((role) => (
          <Form.Item key={role.key} name={["roles", role.key]} label={text(role.label)} layout="horizontal" labelCol={{ flex: "120px" }} labelAlign="left" colon={false} initialValue={usualAccess(role.grants)} style={{ marginBottom: 6 }}>
            <Segmented size="small" options={(["none", "read", "edit"] as const).map((value) => ({ value, label: t(`objects:access_${value}`) }))} />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}
