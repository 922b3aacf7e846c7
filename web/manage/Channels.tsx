import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Modal, Switch, Table } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { Waiting } from "../app/Waiting.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { KINDS, useChannels, type Channel, type Kind } from "./channels.ts";
import "./manage.css";
import { useSave } from "./save.ts";

/** The doors through which leads arrive, by kind. */
export default function Channels() {
  const t = useWords();
  const can = useCan();
  const phone = usePhoneWidth();
  const channels = useChannels();
  const [making, setMaking] = useState(false);
  const toggle = useSave(({ key, active }: { key: string; active: boolean }) => call("PATCH", `/channels/${key}`, { body: { active } }), { refresh: ["channel"], said: t("records:saved") });
  if (channels.isPending) return <Waiting />;
  if (!channels.data) return <Problem error={channels.error} retry={() => void channels.refetch()} />;
  const sorted = [...channels.data].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return (
    <PageFrame title={t("nav:channels")} actions={can("channel:create") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t("channels:add")}</Button>}>
      <div className="sheet">
        <Table<Channel>
          size="small" rowKey="key" dataSource={sorted} pagination={false} rowClassName={(channel) => (channel.active ? "" : "row-off")} scroll={{ x: "max-content" }}
          columns={[
            { title: t("channels:name"), key: "name", render: (_, channel) => <Link to={`/channels/${channel.key}`}>{channel.name}</Link> },
            { title: t("channels:kind"), key: "kind", render: (_, channel) => t(`records:channel_${channel.kind}`) },
            ...(phone ? [] : [
              { title: t("channels:fields"), key: "fields", render: (_: unknown, channel: Channel) => summary(channel, t) },
              { title: t("channels:on_match"), key: "match", render: (_: unknown, channel: Channel) => t(`channels:match_short_${channel.on_match ?? "policy"}`) },
            ]),
            { title: t("channels:arrivals"), key: "arrivals", render: (_, channel) => can("arrival:read") && <Link to={`/arrivals?channel=${channel.key}`}>{t("channels:see_arrivals")}</Link> },
            { title: t("channels:on"), key: "active", align: "right", render: (_, channel) => <Switch size="small" checked={channel.active} disabled={!can("channel:edit")} aria-label={`${channel.name} ${t("channels:on")}`} onChange={(active) => toggle.mutate({ key: channel.key, active })} /> },
          ]}
        />
      </div>
      {making && <NewChannel onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function summary(channel: Channel, t: ReturnType<typeof useWords>): string {
  if (channel.kind === "form") return t("channels:n_fields", { n: channel.settings.fields?.length ?? 0 });
  return channel.mapping ? t("channels:n_mapped", { n: Object.keys(channel.mapping).length }) : t("channels:by_name");
}

interface Input_ {
  name: string;
  key: string;
}

/** A new door: what comes through it, what it is called, and the address it gets. */
function NewChannel({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const go = useNavigate();
  const [kind, setKind] = useState<Kind>("form");
  const [form] = Form.useForm<Input_>();
  const save = useSave(
    ({ name, key }: Input_) => call<Channel>("POST", "/channels", { body: { key, kind, name, settings: kind === "form" ? { fields: [{ key: "name", required: true }, { key: "phone", required: true }, { key: "company" }, { key: "need" }], defaults: { source: name }, title: name, guard: true } : {} } }),
    { refresh: ["channel"], said: t("channels:made"), form, done: ({ key }) => void go(`/channels/${key}`) },
  );
  return (
    <Modal open title={t("channels:add")} width={560} onCancel={onClose} onOk={() => form.submit()} okText={t("channels:create")} confirmLoading={save.isPending}>
      <div className="kinds" role="group" aria-label={t("channels:kind")} style={{ marginBottom: 14 }}>
        {KINDS.map((each) => <button key={each} type="button" aria-pressed={kind === each} onClick={() => setKind(each)}>{t(`records:channel_${each}`)}<small>{t(`channels:kind_${each}_hint`)}</small></button>)}
      </div>
      <Form<Input_> form={form} layout="vertical" requiredMark={false} initialValues={{ name: "", key: `${kind}-${crypto.randomUUID().slice(0, 6)}` }} onFinish={save.mutate}>
        <Form.Item name="name" label={t("channels:name")} rules={[{ required: true, whitespace: true, message: t("auth:required") }]}><Input autoFocus placeholder={t("channels:name_example")} /></Form.Item>
        <Form.Item name="key" label={t("channels:key")} extra={t("channels:key_hint")} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9_-]{0,59}$/, message: t("channels:key_wrong") }]}><Input /></Form.Item>
      </Form>
    </Modal>
  );
}
