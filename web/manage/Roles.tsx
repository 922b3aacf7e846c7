import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { Waiting } from "../app/Waiting.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords } from "../words/words.ts";
import { usePeople, useRoles, type Role } from "./directory.ts";
import "./manage.css";
import { RoleEditor } from "./RoleEditor.tsx";
import { useSave } from "./save.ts";

/** What each role may do, to which records, with which fields. */
export default function Roles() {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const [roles, people] = [useRoles(), usePeople()];
  const [copying, setCopying] = useState<Role>();
  if (roles.isPending) return <Waiting />;
  if (!roles.data) return <Problem error={roles.error} retry={() => void roles.refetch()} />;
  const role = roles.data.find((each) => each.key === params.get("role")) ?? roles.data.find((each) => each.key === "rep") ?? roles.data[0];
  const choose = (key: string): void => setParams({ role: key }, { replace: true });
  const users = (key: string): number => (people.data ?? []).filter((person) => person.role === key && person.status === "active").length;
  return (
    <PageFrame title={t("nav:roles")} actions={role && can("role:create") && <Button icon={<PlusOutlined />} type="primary" onClick={() => setCopying(role.key === "admin" ? roles.data.find((each) => each.key === "rep") ?? role : role)}>{t("people:role_add")}</Button>}>
      <div className="split">
        <aside>
          <ul className="side-list">
            {roles.data.map((each) => (
              <li key={each.key}><button type="button" className="side-item" aria-current={each.key === role?.key} onClick={() => choose(each.key)}><span>{text(each.label)}</span><small>{t("people:role_people", { n: users(each.key) })}</small></button></li>
            ))}
          </ul>
        </aside>
        {role && <RoleEditor key={`${role.key} ${role.version}`} role={role} people={users(role.key)} onRemoved={() => setParams({}, { replace: true })} />}
      </div>
      {copying && <CopyRole roles={roles.data} from={copying} onClose={() => setCopying(undefined)} onMade={choose} />}
    </PageFrame>
  );
}

interface NewRole {
  zh: string;
  en?: string;
  from: string;
}

function CopyRole({ roles, from, onClose, onMade }: { roles: Role[]; from: Role; onClose: () => void; onMade: (key: string) => void }) {
  const t = useWords();
  const text = useText();
  const [form] = Form.useForm<NewRole>();
  const save = useSave(
    async ({ zh, en, from: source }: NewRole) => {
      const key = `role_${crypto.randomUUID().slice(0, 8)}`;
      const grants = roles.find((each) => each.key === source)?.grants;
      await call("POST", "/roles", { body: { key, label: { zh, en: en || zh }, grants } });
      return key;
    },
    { refresh: ["role"], said: t("people:role_made"), form, done: (key) => { onMade(key); onClose(); } },
  );
  return (
    <Modal open title={t("people:role_add")} width={400} onCancel={onClose} onOk={() => form.submit()} okText={t("people:role_create")} confirmLoading={save.isPending}>
      <Form<NewRole> form={form} layout="vertical" requiredMark={false} initialValues={{ from: from.key }} onFinish={save.mutate}>
        <Form.Item name="zh" label={t("people:role_name")} rules={[{ required: true, whitespace: true, message: t("auth:required") }]}><Input autoFocus placeholder={t("people:role_name_example")} /></Form.Item>
        <Form.Item name="en" label={t("people:role_name_en")}><Input /></Form.Item>
        <Form.Item name="from" label={t("people:role_from")} extra={t("people:role_from_hint")}><Select options={roles.filter((each) => each.key !== "admin").map((each) => ({ value: each.key, label: text(each.label) }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
