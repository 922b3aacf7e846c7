import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, InputNumber, Modal, Popconfirm, Select, Table } from "antd";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { useText, useWords } from "../words/words.ts";
import { everything, usePeople, useRoles } from "./directory.ts";
import "./manage.css";
import { Once } from "./Once.tsx";
import { useSave } from "./save.ts";

interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  role: string;
  scope: "own" | "team" | "all";
  per_minute: number | null;
  created_by: string | null;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

interface NewKey {
  name: string;
  role: string;
  scope: ApiKey["scope"];
  per_minute?: number;
}

/** Keys with which other systems act here as a role. */
export default function ApiKeys() {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const [making, setMaking] = useState(false);
  const [roles, people] = [useRoles(can("role:read")), usePeople()];
  const keys = useQuery({ queryKey: ["api_key", "all"], queryFn: () => everything<ApiKey>("/api-keys") });
  const revoke = useSave((id: string) => call("DELETE", `/api-keys/${id}`), { refresh: ["api_key"], said: t("people:key_revoked_now") });
  if (keys.isPending) return <Waiting />;
  if (!keys.data) return <Problem error={keys.error} retry={() => void keys.refetch()} />;
  const roleName = (key: string): string => { const found = roles.data?.find((each) => each.key === key); return found ? text(found.label) : key; };
  const add = can("api_key:create") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t("people:key_add")}</Button>;
  return (
    <PageFrame title={t("people:keys")} actions={keys.data.length > 0 && add}>
      {keys.data.length === 0 ? <Empty title={t("people:keys_none")} text={t("people:keys_none_text")} {...(can("api_key:create") ? { action: { label: t("people:key_add"), run: () => setMaking(true) } } : {})} /> : (
        <div className="sheet">
          <Table<ApiKey>
            size="small" rowKey="id" dataSource={[...keys.data].reverse()} pagination={false} scroll={{ x: "max-content" }} rowClassName={(key) => (key.revoked_at ? "row-off" : "")}
            columns={[
              { title: t("people:key_name"), dataIndex: "name" },
              { title: t("people:key_begins"), key: "prefix", render: (_, key) => <code>{key.prefix}…</code> },
              { title: t("people:key_acts_as"), key: "role", render: (_, key) => `${roleName(key.role)} · ${t(`people:scope_${key.scope}`)}` },
              { title: t("people:key_made"), key: "made", render: (_, key) => <>{people.data?.find((person) => person.id === key.created_by)?.name} <RelativeTime at={key.created_at} /></> },
              { title: t("people:key_used"), key: "used", render: (_, key) => (key.last_used_at ? <RelativeTime at={key.last_used_at} /> : t("people:key_never")) },
              {
                title: "", key: "revoke", align: "right",
                render: (_, key) => (key.revoked_at ? t("people:key_revoked") : can("api_key:remove") && (
                  <Popconfirm title={t("people:key_revoke_ask")} okText={t("people:key_revoke")} onConfirm={() => revoke.mutate(key.id)}><Button size="small">{t("people:key_revoke")}</Button></Popconfirm>
                )),
              },
            ]}
          />
        </div>
      )}
      {making && <MakeKey onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const text = useText();
  const roles = useRoles();
  const [form] = Form.useForm<NewKey>();
  const [key, setKey] = useState<string>();
  const save = useSave((input: NewKey) => call<{ key: string }>("POST", "/api-keys", { body: { ...input, per_minute: input.per_minute ?? null } }), { refresh: ["api_key"], form, done: (made) => setKey(made.key) });
  const example = `curl -X POST ${location.origin}/api/v1/capture/api \\\n  -H "Authorization: Bearer ${key}" \\\n  -H "Content-Type: application/json" \\\n  -d '{"name":"王伟","phone":"13912345678","company":"华星科技"}'`;
  if (key) {
    return (
      <Modal open title={t("people:key_add")} width={640} closable={false} mask={{ closable: false }} footer={<Button type="primary" onClick={onClose}>{t("people:key_kept")}</Button>}>
        <div className="stack">
          <Alert type="warning" showIcon title={t("people:key_once")} />
          <Once text={key} />
          <p className="hint">{t("people:key_example")}</p>
          <Once text={example} />
        </div>
      </Modal>
    );
  }
  return (
    <Modal open title={t("people:key_add")} width={420} onCancel={onClose} onOk={() => form.submit()} okText={t("people:key_create")} confirmLoading={save.isPending}>
      <Form<NewKey> form={form} layout="vertical" requiredMark={false} initialValues={{ role: "marketer", scope: "all" }} onFinish={save.mutate}>
        <Form.Item name="name" label={t("people:key_name")} rules={[{ required: true, whitespace: true, message: t("auth:required") }]}><Input autoFocus placeholder={t("people:key_name_example")} /></Form.Item>
        <Form.Item name="role" label={t("people:key_role")} extra={t("people:key_role_hint")}><Select options={(roles.data ?? []).map((role) => ({ value: role.key, label: text(role.label) }))} /></Form.Item>
        <Form.Item name="scope" label={t("people:scope")}><Select options={(["own", "team", "all"] as const).map((scope) => ({ value: scope, label: t(`people:scope_${scope}`) }))} /></Form.Item>
        <Form.Item name="per_minute" label={t("people:key_limit")}><InputNumber className="wide" min={1} placeholder={t("people:unlimited")} /></Form.Item>
      </Form>
    </Modal>
  );
}
